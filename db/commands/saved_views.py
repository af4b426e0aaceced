"""Keeping a set of filters by name, and dropping it again.

Every function works inside the caller's transaction: `writing(engine, ledger=False)`.
"""

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.trail import Actor, enter
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
    fields = {"view": view.id, "for_all": for_all, "filters": view.query}
    enter(session, _actor(who, now), "save_view", None, fields, {"name": name})
    return view.id


def delete_view(session: Session, who: SignedIn, view_id: int, now: datetime) -> None:
    """Drop a view of one's own; somebody else's stays, and nothing is said about it."""
    view = session.get(SavedView, view_id)
    if view is None or view.account_id != who.account_id:
        return
    session.delete(view)
    session.flush()
    enter(session, _actor(who, now), "delete_view", None, {"view": view_id}, {"name": view.name})


def _actor(who: SignedIn, now: datetime) -> Actor:
    return Actor(who.reader, who.account_id, now)


def filters_of(scope: Scope) -> dict[str, list[str]]:
    """The filters of a scope as an address writes them, without the day and the records."""
    bare = replace(scope, known=False, issue=None, meeting=None)
    return to_params(bare, default_day=scope.as_of)


def _refuse(code: str, value: str, expected: str | None = None) -> Refused:
    return Refused([Fault(code, "saved_view", value=value, expected=expected)])
