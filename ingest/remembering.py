"""Files with the same header are read the same way again: the mapping remembered for them."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db.queries.imports import remembered_mapping
from domain.faults import Refused
from ingest.headers import Target, fold
from ingest.mapping import Mapping
from ingest.mapping_file import load_mapping
from wording.translator import texts

ADDED_COLUMN = "import.what_is_wrong"
"""The key of the heading of the column that a report adds to the rows of a file."""


def header_signature(header: Sequence[str]) -> str:
    """The digest of a header, by which a mapping is remembered.

    The column that a report adds is left out, so that a file sent back is known again.
    """
    added = {fold(text) for text in texts()[ADDED_COLUMN].values()}
    names = [fold(name) for name in header]
    kept = [name for name in names if name and name not in added]
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()


def recall(session: Session, header: Sequence[str], target: Target) -> Mapping | None:
    """The mapping of the last import with this header, or None.

    One that an older version kept and this one cannot read is as good as none.
    """
    text = remembered_mapping(session, header_signature(header), target)
    if text is None:
        return None
    try:
        return load_mapping(text)
    except Refused:
        return None
