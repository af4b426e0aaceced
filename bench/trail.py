"""How fast the audit trail is walked from its first entry to its last."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, update

from bench.measure import Line, Measurement, Result
from bench.rounds import interleaved, medians
from bench.setting import Setting
from db.commands.trail import chained, text_digest
from db.engine import make_engine, reading, writing
from db.migrate import upgrade
from db.queries.trail import verify
from db.tables.trail import AuditEntry, AuditHead
from db.trail_key import trail_key

ENTRIES = 50_000
"""So many are to be verified in one second."""

FIRST = datetime(2024, 9, 5, tzinfo=UTC)


def run(setting: Setting) -> Result:
    """The whole of `audit verify` but the start of the program, beside one second of one core."""
    setting.say(f"trail: making {ENTRIES:,} entries")
    engine = make_engine(f"sqlite:///{setting.folder / 'trail.db'}")
    upgrade(engine)
    _fill(engine)
    setting.say("trail: rounds")
    rounds = max(5, setting.rounds // 3)
    walks = {"verify": lambda: _verify(engine)}
    taken = medians(interleaved(walks, rounds, clock=time.process_time))
    engine.dispose()
    rate = f"{ENTRIES / taken['verify']:,.0f} entries a second of one core"
    return Result((Line(f"verify {ENTRIES:,} entries", taken["verify"], 1.0, 1.0),), (rate,))


def _fill(engine: Engine) -> None:
    """Chained entries like those of moved issues, written at once."""
    before, rows = "", []
    for seq in range(1, ENTRIES + 1):
        said = _said(seq)
        payload = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = chained(trail_key(), before, payload)
        columns = {name: said[name] for name in ("seq", "at", "account", "action", "subject")}
        rows.append({**columns, "payload": payload, "mac": before})
    with writing(engine, ledger=False) as session:
        session.execute(insert(AuditEntry), rows)
        session.execute(update(AuditHead).values(seq=ENTRIES, mac=before))


def _said(seq: int) -> dict[str, Any]:
    return {
        "seq": seq,
        "at": (FIRST + timedelta(seconds=seq)).isoformat(timespec="milliseconds"),
        "account": "kapolsek.kedurang",
        "unit": "polsek-kedurang",
        "action": "move.assigned",
        "subject": f"KDR-240905-{seq}",
        "fields": {
            "sequence": 3,
            "occurred_on": "2024-09-05",
            "unit": "sat-samapta",
            "due_on": "2024-09-19",
            "by_group": None,
        },
        "texts": {"note": text_digest(f"Patroli malam {seq}")},
    }


def _verify(engine: Engine) -> None:
    with reading(engine) as session:
        verdict = verify(session)
    if verdict.entries != ENTRIES or verdict.why is not None:
        raise AssertionError(verdict)


MEASUREMENT = Measurement("trail", "Audit trail", "one second of one core", run)
