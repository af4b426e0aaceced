"""What every save shares: one record for one drawn form, and a refusal that says why."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.commands.trail import Actor
from db.prepared import inserting, put, table_of
from db.tables.trail import AuditHead, Draft, FormReceipt
from domain.faults import Fault, Refused

_WRITER = select(AuditHead.seq).where(AuditHead.id == 1).with_for_update()
_RECEIPT = select(FormReceipt.account_id, FormReceipt.subject).where(
    FormReceipt.form_key == bindparam("key")
)
_NEW_RECEIPT = inserting(table_of(FormReceipt))
_DROP_DRAFT = delete(table_of(Draft)).where(
    Draft.form_key == bindparam("key"), Draft.account_id == bindparam("account")
)


class AlreadySaved(Exception):
    """The form was saved before (a double click, a re-send); `subject` is what it made."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        super().__init__(subject)


class NotPermitted(Exception):
    """The actor may not do this, or there is no such record: nobody is told which."""


class UnknownRecord(Refused):
    """A form names a record that is not there, or not for the actor: nobody is told which.

    Whoever says the refusal enters it: a key that no form offers was guessed.
    """


def begin_save(session: Session, actor: Actor, form_key: str) -> None:
    """Take the place of the only writer, and raise AlreadySaved for a form kept before.

    Raises NotPermitted for the key of a form that another account sent: what it made is
    not told to whoever guesses the key.
    """
    put(session, _WRITER)
    for account, subject in put(session, _RECEIPT, {"key": form_key}):
        if account != actor.account_id:
            raise NotPermitted
        raise AlreadySaved(subject)


def end_save(session: Session, actor: Actor, form_key: str, action: str, subject: str) -> None:
    """Keep the receipt of a form, and drop its draft."""
    receipt = {"form_key": form_key, "account_id": actor.account_id}
    put(session, _NEW_RECEIPT, {**receipt, "action": action, "subject": subject})
    put(session, _DROP_DRAFT, {"key": form_key, "account": actor.account_id})


def refuse(code: str, field: str, value: object = "", expected: str = "") -> Refused:
    """A refusal of one field of a form."""
    return Refused([Fault(code, "form", None, field, str(value), expected)])
