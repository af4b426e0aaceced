"""Python's collector of circular garbage, at rest while many rows are held.

A check makes millions of objects that stay until the file is written and are in no circle.
The collector walks through all of them again and again, for nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_resting = 0


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collection until the last of those who asked for rest is done, also in other threads."""
    global _resting
    with _LOCK:
        _resting += 1
        gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            _resting -= 1
            if not _resting:
                gc.enable()
