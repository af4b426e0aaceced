"""Keep an evidence file: cleaned, stored once, and known when it was shown before."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.commands.saving import NotPermitted
from db.commands.trail import Actor, enter
from db.evidence import cleaned, evidence_path, store
from db.queries.evidence import uses_of
from db.tables.trail import EvidenceFile
from domain.vocabulary import Role

SHOWS_EVIDENCE = frozenset(
    {Role.RECORDER, Role.SECTOR_HEAD, Role.UNIT_HEAD, Role.COMMANDER, Role.INSPECTOR}
)
"""Who claims or verifies."""


@dataclass(frozen=True)
class KeptEvidence:
    """A file that is kept. `used_before`: the issues, as far as seen, that it was shown for."""

    sha256: str
    used_before: tuple[str, ...]


def keep_evidence(session: Session, actor: Actor, content: bytes) -> KeptEvidence:
    """Keep a JPEG, PNG or PDF; gives what an event names it by.

    The same file given again is the file that is there. Raises NotPermitted, Refused for
    what cannot be kept, OSError when the folder cannot be written.
    """
    if not actor.reader.roles & SHOWS_EVIDENCE:
        raise NotPermitted
    evidence = cleaned(content)
    known = session.execute(
        select(EvidenceFile.sha256).where(
            (EvidenceFile.original_sha256 == evidence.original_sha256)
            | (EvidenceFile.sha256.in_([evidence.sha256, evidence.original_sha256]))
        )
    ).first()
    if known is not None and evidence_path(known.sha256).exists():
        return KeptEvidence(known.sha256, uses_of(session, actor.reader, known.sha256))
    digest = store(evidence.content)
    if known is None or known.sha256 != digest:
        values = {
            "mime": evidence.mime,
            "size": len(evidence.content),
            "captured_on": evidence.captured_on,
            "original_sha256": evidence.original_sha256,
        }
        session.execute(insert(EvidenceFile).values(sha256=digest, **values))
        enter(session, actor, "keep_evidence", digest, values)
    return KeptEvidence(digest, uses_of(session, actor.reader, digest))
