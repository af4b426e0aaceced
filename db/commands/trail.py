"""Write the audit trail: one entry an act, chained, in the transaction of the act."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.engine import act_of
from db.prepared import inserting, put, table_of
from db.tables.trail import AuditEntry, AuditHead
from db.trail_key import trail_key
from domain.permissions import STATION, Reader

DIGEST_LETTERS = 32

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_ENTRY = inserting(table_of(AuditEntry))
_HEAD = select(AuditHead.seq, AuditHead.mac).where(AuditHead.id == 1).with_for_update()
_NEW_HEAD = (
    update(table_of(AuditHead))
    .where(AuditHead.id == 1)
    .values(seq=bindparam("new_seq"), mac=bindparam("new_mac"))
)


@dataclass(frozen=True)
class Actor:
    """Who acts, and when. `account_id` is None for the command line of the station."""

    reader: Reader
    account_id: int | None
    now: datetime

    @classmethod
    def station(cls, now: datetime) -> "Actor":
        """Whoever runs the command line on the machine that holds the database."""
        return cls(STATION, None, now)


def chained(key: bytes, before: str, payload: str) -> str:
    """The MAC of an entry: HMAC-SHA256 of the MAC before it and its payload, in hex."""
    return hmac.digest(key, f"{before}\n{payload}".encode(), "sha256").hex()


def text_digest(text: str | None) -> dict[str, Any] | None:
    """What the trail says of a free text: a keyed digest and its length, never its words."""
    return None if text is None else _digest(trail_key(), text)


def _digest(key: bytes, text: str) -> dict[str, Any]:
    digest = hmac.digest(key, b"text\n" + text.encode(), "sha256").hex()
    return {"digest": digest[:DIGEST_LETTERS], "length": len(text)}


def enter(
    session: Session,
    actor: Actor,
    action: str,
    subject: str | None,
    fields: Mapping[str, Any] | None = None,
    texts: Mapping[str, str | None] | None = None,
) -> int:
    """Add one entry to the trail and give its number.

    `fields` are coded values, kept as they are; `texts` are free texts, of which only a
    keyed digest and the length are kept, so that a name typed by mistake can be removed
    from the records without breaking the chain.
    """
    [(last, before)] = put(session, _HEAD)
    seq: int = last + 1
    key = trail_key(begun=last > 0)
    said = {name: _digest(key, text) for name, text in (texts or {}).items() if text is not None}
    at = actor.now.astimezone(UTC).isoformat(timespec="milliseconds")
    payload = _JSON.encode(
        {
            "seq": seq,
            "at": at,
            "account": actor.reader.account,
            "unit": actor.reader.unit,
            "action": action,
            "subject": subject,
            "fields": {name: _plain(value) for name, value in (fields or {}).items()},
            "texts": said,
        }
    )
    mac = chained(key, before, payload)
    entry = {
        "seq": seq,
        "at": at,
        "account": actor.reader.account,
        "action": action,
        "subject": subject,
        "payload": payload,
        "mac": mac,
    }
    put(session, _ENTRY, entry)
    put(session, _NEW_HEAD, {"new_seq": seq, "new_mac": mac})
    act_of(session).entries += 1
    return seq


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(item) for item in value]
    return value
