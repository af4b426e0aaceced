"""The evidence files beside a backup, and whether those of a station are what was stored.

Beside the backup FILE stands the folder FILE.evidence with each file under its SHA-256. A
file that is lost does not keep the rest from being saved: it is named.
"""

import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.evidence import evidence_path, store
from db.sealed import sync_folder
from db.tables.trail import EvidenceFile


@dataclass(frozen=True)
class Copied:
    """How many files were copied, and the digests of those that are missing or changed."""

    files: int
    lost: tuple[str, ...]


def evidence_beside(backup: Path) -> Path:
    """The folder of a backup's evidence files."""
    return backup.with_name(f"{backup.name}.evidence")


def known_files(session: Session) -> list[str]:
    """The digests of every file that the database names, in order."""
    return list(session.scalars(select(EvidenceFile.sha256).order_by(EvidenceFile.sha256)))


def save_evidence(digests: Iterable[str], folder: Path) -> Copied:
    """Copy the files of a station into a new folder, which appears whole or not at all.

    No folder is made where there is nothing to copy. Raises OSError when it cannot be
    written.
    """
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    copied, lost = 0, []
    try:
        for digest in digests:
            content = sound(evidence_path(digest), digest)
            if content is None:
                lost.append(digest)
                continue
            draft.mkdir(exist_ok=True)
            (draft / digest).write_bytes(content)
            copied += 1
        if copied:
            sync_folder(draft)
            draft.rename(folder)
            sync_folder(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Copied(copied, tuple(lost))


def bring_back(digests: Iterable[str], folder: Path) -> Copied:
    """Put the files of a backup back among those of the station; what is there stays.

    A file that neither has is named. Raises OSError when the folder cannot be written.
    """
    copied, lost = 0, []
    for digest in digests:
        if sound(evidence_path(digest), digest) is not None:
            continue
        content = sound(folder / digest, digest)
        if content is None:
            lost.append(digest)
            continue
        evidence_path(digest).unlink(missing_ok=True)
        store(content)
        copied += 1
    return Copied(copied, tuple(lost))


def evidence_problems(session: Session) -> Iterator[tuple[str, str]]:
    """The files that are not what was stored: `missing` or `changed`, and the digest."""
    for digest in known_files(session):
        if not evidence_path(digest).is_file():
            yield "missing", digest
        elif sound(evidence_path(digest), digest) is None:
            yield "changed", digest


def sound(path: Path, digest: str) -> bytes | None:
    """What a file holds, None where it is missing or is not what its digest says."""
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None
