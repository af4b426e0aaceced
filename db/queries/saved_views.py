"""The named sets of filters that a reader may open."""

import json
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.tables.access import Account
from db.tables.saved_views import SavedView


@dataclass(frozen=True)
class SavedViewRow:
    """A saved view: its filters as `domain.scope.to_params` writes them, and whose it is."""

    id: int
    name: str
    owner: str
    own: bool
    for_all: bool
    params: dict[str, list[str]]


def saved_views(session: Session, account_id: int) -> list[SavedViewRow]:
    """An account's own views and those saved for all, own ones first, by name.

    What a view shows is narrowed when it is opened, to what its reader may see.
    """
    rows = session.execute(
        select(SavedView, Account.name)
        .join(Account, Account.id == SavedView.account_id)
        .where(or_(SavedView.account_id == account_id, SavedView.for_all))
    )
    found = [
        SavedViewRow(
            view.id,
            view.name,
            owner,
            view.account_id == account_id,
            view.for_all,
            json.loads(view.query),
        )
        for view, owner in rows
    ]
    return sorted(found, key=lambda view: (not view.own, view.name.casefold(), view.id))
