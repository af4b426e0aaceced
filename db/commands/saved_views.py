"""Keeping a set of filters by name, and dropping it again.

Every function works inside the caller's transaction: `writing(engine, ledger=False)`.
"""

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.queries.accounts import SignedIn
from db.tables.saved_views import SavedView
from domain.faults import Fault, Refused
from domain.scope import Scope, to_params
from domain.vocabulary import Role

LONGEST_NAME = 60
MOST_VIEWS = 50
"""So many views one account may keep."""


def save_view(
    session: Session, who: SignedIn, name: str, scope: Scope, *, for_all: bool, now: datetime
) -> int:
    """Keep the filters of a scope under a name of one's own, and give the view's id.

    The day, an opened record and a searched text are left out. Refused without a name or
    with one too long or already used by this account; with 50 views kept already; and for
    all, unless the account is an analyst's.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise _refuse("view_name", name[:LONGEST_NAME], str(LONGEST_NAME))
    if for_all and Role.ANALYST not in who.reader.roles:
        raise _refuse("view_for_all", name)
    own = session.scalars(select(SavedView.name).where(SavedView.account_id == who.account_id))
    kept = {known.casefold() for known in own}
    if name.casefold() in kept:
        raise _refuse("view_taken", name)
    if len(kept) >= MOST_VIEWS:
        raise _refuse("view_many", name, str(MOST_VIEWS))
    view = SavedView(
        account_id=who.account_id,
        name=name,
        for_all=for_all,
        query=json.dumps(filters_of(scope)),
        created_at=now,
    )
    session.add(view)
    session.flush()
    return view.id


def delete_view(session: Session, who: SignedIn, view_id: int) -> None:
    """Drop a view of one's own; somebody else's stays, and nothing is said about it."""
    session.execute(
        delete(SavedView).where(SavedView.id == view_id, SavedView.account_id == who.account_id)
    )


def filters_of(scope: Scope) -> dict[str, list[str]]:
    """The filters of a scope as an address writes them, without the day and the records."""
    bare = replace(scope, known=False, issue=None, meeting=None)
    return to_params(bare, default_day=scope.as_of)


def _refuse(code: str, value: str, expected: str | None = None) -> Refused:
    return Refused([Fault(code, "saved_view", value=value, expected=expected)])
