"""The key of the audit trail: a file outside the database, readable by its owner alone."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from db.engine import DatabaseError, data_folder

KEY_BYTES = 32


def key_file() -> Path:
    """Where the key is: KONDUSIF_AUDIT_KEY, by default beside the user's database."""
    named = os.environ.get("KONDUSIF_AUDIT_KEY")
    return data_folder() / "audit.key" if named is None else Path(named)


def trail_key(*, begun: bool = False) -> bytes:
    """The key, made at the first use; raises OSError when it cannot be read or made.

    `begun`: the trail has entries already, so that a missing key is lost, not yet to be
    made: raises DatabaseError, since a new one would break the chain.
    """
    file = key_file()
    if begun and not file.exists():
        raise DatabaseError("trail.no_key", str(file))
    return _read(file)


@lru_cache(maxsize=8)
def _read(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _make(path: Path) -> None:
    """Write a new key whole, or leave the one that another process was quicker to make."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
