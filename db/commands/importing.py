"""Write the records of a foreign file: all or nothing, as one act of the trail."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.commands.dataset import append_events, insert_rows
from db.commands.held import hold_back
from db.commands.inputs import entered
from db.commands.moves import check_histories
from db.commands.saving import NotPermitted, begin_save, end_save
from db.commands.spans import refresh_spans, write_first_spans
from db.commands.trail import Actor, enter
from db.held import FREE_TEXTS
from db.queries.facts import CHUNK, issues_by_key
from db.queries.imports import imported_before, stored_rows
from db.tables.imports import ImportFile, ImportMapping
from domain.dataset import FILES, Row
from domain.faults import Fault, Refused
from domain.permissions import STATION, Reader
from domain.records import EventFacts
from domain.vocabulary import EventKind, Role


@dataclass(frozen=True)
class NewRecords:
    """What an import writes.

    `sha256` is of the content of the file, `rows` how many it had, `sheet` the one that
    was read. `records` are new rows by file of the dataset, with every column of it;
    `links` pairs of a new issue and the one that it is merged into. `mapping` (JSON) is
    remembered for files whose header has the same `signature`.
    """

    name: str
    sha256: str
    target: str
    sheet: str | None
    rows: int
    records: Mapping[str, Sequence[Row]]
    links: Sequence[tuple[str, str]] = ()
    unchanged: int = 0
    skipped: int = 0
    signature: str | None = None
    mapping: str | None = None


@dataclass(frozen=True)
class Written:
    """What was written: records by file, and the links that the life of an issue forbids.

    `linked` maps a new issue to the one it was merged into, `not_linked` one that was
    written all the same to what forbids that.
    """

    counts: Mapping[str, int]
    held: int
    linked: Mapping[str, str]
    not_linked: Mapping[str, Fault]


def permit_import(reader: Reader) -> None:
    """Raise NotPermitted unless this is an analyst, or the command line of the station."""
    if Role.ANALYST not in reader.roles and reader != STATION:
        raise NotPermitted


def refuse_again(session: Session, name: str, sha256: str, target: str, sheet: str | None) -> None:
    """Raise Refused for a file that was imported before, naming the day."""
    before = imported_before(session, sha256, target, sheet)
    if before is not None:
        day = before.imported_on.isoformat()
        raise Refused([Fault("imported_before", name, None, None, day, target)])


def write_import(session: Session, actor: Actor, new: NewRecords, form_key: str) -> Written:
    """Write the records of a checked file, hold back what is flagged, and keep the receipt.

    The whole is one entry in the trail, with the digest of the rows. Raises NotPermitted,
    AlreadySaved for a form kept before, Refused for a file imported before and for keys
    that are taken.
    """
    begin_save(session, actor, form_key)
    permit_import(actor.reader)
    refuse_again(session, new.name, new.sha256, new.target, new.sheet)
    held = 0
    for file in (name for name in FILES if new.records.get(name)):
        _refuse_taken(session, new, file)
        held += _insert(session, actor, file, new.records[file])
    write_first_spans(session, new.records.get("issues", ()))
    linked, not_linked = _link(session, actor, new.links)
    refresh_spans(session, set(linked))
    counts = {file: len(rows) for file, rows in new.records.items() if rows}
    written = Written(counts, held, linked, not_linked)
    _keep_receipts(session, actor, new, counts)
    _enter(session, actor, new, written)
    end_save(session, actor, form_key, "import", new.sha256)
    return written


def _insert(session: Session, actor: Actor, file: str, records: Sequence[Row]) -> int:
    """Insert the rows of a file and hold back what is flagged; gives how many texts.

    The day of entry stays as the file has it, empty where it has none; the account is kept,
    since whoever brought a text in never clears it.
    """
    held = 0
    for start in range(0, len(records), CHUNK):
        chunk = records[start : start + CHUNK]
        rows = [{**row, "entered_by": actor.account_id} for row in chunk]
        insert_rows(session, file, rows)
        if file in FREE_TEXTS:
            keyed = ((str(row[str(FILES[file].key)]), row) for row in rows)
            held += hold_back(session, file, keyed, actor.account_id)
    return held


def _refuse_taken(session: Session, new: NewRecords, file: str) -> None:
    """Refuse keys that somebody has taken since the file was compared with what is stored."""
    key = str(FILES[file].key)
    taken = stored_rows(session, file, [str(row[key]) for row in new.records[file]])
    if taken:
        raise Refused(Fault("key_taken", new.name, None, key, found) for found in sorted(taken))


def _link(
    session: Session, actor: Actor, links: Sequence[tuple[str, str]]
) -> tuple[dict[str, str], dict[str, Fault]]:
    """Merge new issues into those that tell the same; gives the fault where that may not be.

    The day of the merge is today: that is when somebody decided that they are one. What is
    linked to a row that was just linked goes where that went.
    """
    refused: dict[str, Fault] = {}
    gone_into: dict[str, str] = {}
    today: date = actor.now.date()
    for key, given in links:
        into = gone_into.get(given, given)
        [issue] = issues_by_key(session, [key])
        merged = str(EventKind.MERGED)
        new = EventFacts(today, merged, None, None, None, None, None, into, None)
        try:
            check_histories(session, replace(issue, events=(*issue.events, new)), new)
        except Refused as refusal:
            refused[key] = replace(refusal.faults[0], value=into)
            continue
        event: Row = {
            **{column: None for column in FILES["events"].names},
            "issue": key,
            "occurred_on": today,
            "event": merged,
            "into": into,
            **entered(actor),
        }
        append_events(session, [event])
        gone_into[key] = into
    return gone_into, refused


def _keep_receipts(
    session: Session, actor: Actor, new: NewRecords, counts: Mapping[str, int]
) -> None:
    session.execute(
        insert(ImportFile).values(
            sha256=new.sha256,
            target=new.target,
            sheet=new.sheet or "",
            imported_on=actor.now.date(),
            account_id=actor.account_id,
            rows=new.rows,
            counts=json.dumps(counts, sort_keys=True),
        )
    )
    if new.signature is not None and new.mapping is not None:
        session.merge(
            ImportMapping(
                signature=new.signature,
                target=new.target,
                mapping=new.mapping,
                account_id=actor.account_id,
                saved_on=actor.now.date(),
            )
        )
        session.flush()


def _enter(session: Session, actor: Actor, new: NewRecords, written: Written) -> None:
    """One entry for the whole file: how many records of each sort, and the digest of them all.

    The name of the file may be somebody's, so it is a text: its digest alone is kept.
    """
    digest = hashlib.sha256()
    for file, rows in new.records.items():
        names = FILES[file].names
        lines = [[row[name] for name in names] for row in rows]
        digest.update(json.dumps([file, names, lines], default=str).encode())
    fields = {
        **{f"{file}_added": count for file, count in written.counts.items()},
        "target": new.target,
        "file_sha256": new.sha256,
        "rows": new.rows,
        "unchanged": new.unchanged,
        "skipped": new.skipped,
        "linked": len(written.linked),
        "held_back": written.held,
        "links": [f"{key} > {into}" for key, into in written.linked.items()],
        "sha256": digest.hexdigest(),
    }
    enter(session, actor, "import", new.sha256, fields, {"file": new.name})
