"""What happens once when the server starts: database, imports, links, the frozen heap."""

import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from sqlalchemy import Engine

from access import hashing
from db.commands import accounts as commands
from db.engine import reading, writing
from db.queries import accounts as queries
from domain.vocabulary import Mark
from wording.translator import Translator

HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "sqlalchemy.orm", "babel.dates")
PACKAGES = ("domain", "wording", "db", "charts", "documents", "ui")


def import_everything() -> None:
    """Import what any page may need, so that no reader waits for it.

    Every module of our own packages below the pages, and the heavy libraries.
    """
    for name in HEAVY:
        importlib.import_module(name)
    for name in PACKAGES:
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            continue
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    hashing.stand_in()


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
