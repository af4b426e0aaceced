"""The file of a backup: a SQLite database, and behind it one line with its SHA-256.

SQLite reads such a file as if the line were not there. Its own check does not see a byte
that changed inside a text; the line does.
"""

import hashlib
import os
import re
from pathlib import Path

SMALLEST_PAGE = 512
"""A SQLite file is whole pages; each is a multiple of this."""

_MAGIC = b"\nkondusif-backup sha256 "
_SEAL = re.compile(re.escape(_MAGIC) + rb"([0-9a-f]{64})\n")
_LENGTH = len(_MAGIC) + 64 + 1
_BLOCK = 1 << 20


class Unsound(Exception):
    """The file is not what was sealed."""


def seal(path: Path) -> None:
    """Add the line to a finished file, and see it on the disk."""
    digest = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(_MAGIC + digest.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def unsealed_copy(source: Path, target: Path) -> None:
    """Copy the database out of a sealed file; raises Unsound for one that was changed.

    A database without a line (one put aside by an earlier restore) is copied as it is.
    """
    size = source.stat().st_size
    with source.open("rb") as file:
        file.seek(max(0, size - _LENGTH))
        end = _SEAL.fullmatch(file.read())
    if end is not None:
        size -= _LENGTH
        if _digest(source, size) != end.group(1).decode():
            raise Unsound
    elif size % SMALLEST_PAGE:
        raise Unsound
    with source.open("rb") as file, target.open("xb") as copy:
        left = size
        while block := file.read(min(_BLOCK, left)):
            copy.write(block)
            left -= len(block)
        copy.flush()
        os.fsync(copy.fileno())


def sync_folder(folder: Path) -> None:
    """See the names in a folder on the disk, where the platform can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = size
        while block := file.read(min(_BLOCK, left)):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()
