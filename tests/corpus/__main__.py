"""`python -m tests.corpus FOLDER` writes every file of the corpus, to try them by hand."""

import sys
from pathlib import Path

from tests.corpus.books import BOOKS
from tests.corpus.texts import TEXTS

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for case in (*TEXTS, *BOOKS):
    (folder / case.name).write_bytes(case.make())
print(f"{len((*TEXTS, *BOOKS))} files in {folder}")
