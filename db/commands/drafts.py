"""Drafts: what somebody typed and has not saved yet, kept on the server."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.commands.trail import Actor
from db.tables.trail import Draft, FormReceipt

MOST_DRAFTS = 20
LARGEST_DRAFT = 256 * 1024

Fields = Mapping[str, Sequence[str]]


def keep_draft(session: Session, actor: Actor, form: str, form_key: str, fields: Fields) -> bool:
    """Keep the fields of a form; False for a form that was saved, or is somebody else's.

    A draft is no record and has no entry in the trail; it goes when its form is saved.
    """
    if actor.account_id is None:
        return False
    content = json.dumps({name: list(values) for name, values in fields.items()})
    saved = session.get(FormReceipt, form_key) is not None
    draft = session.get(Draft, form_key)
    if saved or len(content) > LARGEST_DRAFT:
        return False
    if draft is not None and draft.account_id != actor.account_id:
        return False
    at = actor.now.isoformat(timespec="seconds")
    if draft is None:
        session.add(
            Draft(
                form_key=form_key,
                account_id=actor.account_id,
                form=form,
                content=content,
                saved_at=at,
            )
        )
        session.flush()
        _drop_oldest(session, actor.account_id)
    else:
        draft.content, draft.saved_at = content, at
    return True


def _drop_oldest(session: Session, account_id: int) -> None:
    keys = session.scalars(
        select(Draft.form_key)
        .where(Draft.account_id == account_id)
        .order_by(Draft.saved_at.desc(), Draft.form_key)
        .offset(MOST_DRAFTS)
    ).all()
    if keys:
        session.execute(delete(Draft).where(Draft.form_key.in_(keys)))


def drop_draft(session: Session, actor: Actor, form_key: str) -> None:
    """Throw a draft of one's own away."""
    session.execute(
        delete(Draft).where(Draft.form_key == form_key, Draft.account_id == actor.account_id)
    )
