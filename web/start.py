"""What happens once when the server starts: database, imports, links, the frozen heap."""

import ast
import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine

from access import hashing
from db.commands import accounts as commands
from db.engine import reading, writing
from db.queries import accounts as queries
from domain.vocabulary import Mark
from wording.translator import Translator

HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "sqlalchemy.orm", "babel.dates")


def import_everything(scripts: Iterable[Path]) -> None:
    """Import what the pages need, so that no reader waits for it.

    `scripts` are run by Streamlit and never imported themselves; what stands at their
    top is imported here, and the heavy libraries.
    """
    for name in HEAVY:
        importlib.import_module(name)
    for script in scripts:
        for name in modules_of(script.read_text(encoding="utf-8")):
            importlib.import_module(name)
    hashing.stand_in()


def modules_of(source: str) -> Iterator[str]:
    """The modules that a script imports at its top, in its order."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if not hasattr(importlib.import_module(node.module), "__path__"):
                continue
            for alias in node.names:
                if importlib.util.find_spec(f"{node.module}.{alias.name}"):
                    yield f"{node.module}.{alias.name}"


def freeze() -> None:
    """Take what is loaded now out of the collector's walks.

    Streamlit collects after every run; walking the libraries cost 12 to 30 ms each time.
    """
    gc.collect()
    gc.freeze()


def prepare_demo(engine: Engine, now: datetime) -> None:
    """In a training database, see that the accounts of the one-click door exist."""
    with reading(engine) as session:
        training = queries.mark(session) is Mark.TRAINING
    if training:
        with writing(engine, ledger=False) as session:
            commands.ensure_demo_accounts(session, now)


def setup_link(engine: Engine, base: str, now: datetime) -> str | None:
    """A one-time link to make the first account; None when there is an account."""
    with writing(engine, ledger=False) as session:
        code = commands.issue_setup_code(session, now)
    return None if code is None else f"{base}/auth/setup?code={code}"


def announce(t: Translator, base: str, link: str | None, write: Callable[[str], object]) -> None:
    """Print the address and, while no account exists, the set-up link."""
    write(t("serve.address", address=base) + "\n")
    if link is not None:
        write(t("serve.setup_link", link=link) + "\n")


def give_up(sentence: str) -> NoReturn:
    """Say one sentence and end the process.

    Raised inside the server's start, an exception would end in a page of traceback, so
    the process ends here; nothing is open yet that would need closing.
    """
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
    os._exit(1)
