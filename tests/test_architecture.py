"""The rules of the house that the import contracts of pyproject.toml cannot hold."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ROOT

SINGLE_MODULES = {
    # What each may not import.
    "models.py": {"streamlit", "db", "access", "ingest", "charts", "ui", "pages", "cli", "pandas"},
    "manage.py": {"streamlit", "db", "access", "ingest", "charts", "ui", "pages", "sqlalchemy"},
    "app.py": {"pages", "charts", "ingest", "training", "sqlalchemy"},
    "shell.py": {"charts", "ingest", "training", "cli", "sqlalchemy"},
}
PACKAGES = (
    "domain",
    "wording",
    "access",
    "db",
    "ingest",
    "charts",
    "training",
    "documents",
    "web",
    "ui",
    "pages",
    "bench",
    "cli",
)
SOURCES = [
    *(ROOT / name for name in SINGLE_MODULES if (ROOT / name).exists()),
    *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))),
]
MAY_WRITE_SQL = {"db", "bench"}
"""db does; bench compares a query with the bare SQL of it."""
SQL_WORDS = {"select", "insert", "update", "delete", "text", "func"}
SESSION_CALLS = {"execute", "scalar", "scalars", "add", "add_all", "merge", "exec_driver_sql"}
MAY_SHAPE_SQL = {
    # Pragmas and DDL take no parameters, and what is put into them is our own.
    "db/engine.py",
    "db/migrations",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.Module) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call in a file, with the name of what is called and of what it hangs on."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield node, name, ""
                case ast.Attribute(attr=name, value=ast.Name(id=owner)):
                    yield node, name, owner
                case ast.Attribute(attr=name):
                    yield node, name, "?"


@pytest.mark.parametrize("name", SINGLE_MODULES)
def test_a_single_module_imports_from_its_own_layer_down(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))

    assert imported(tree) & SINGLE_MODULES[name] == set()


def test_streamlit_is_imported_by_the_server_the_shell_pages_and_their_parts_alone() -> None:
    importers = {
        named(path).split("/")[0]
        for path in SOURCES
        if "streamlit" in imported(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert importers - {"app.py", "shell.py", "pages", "ui", "bench"} == set()


def sql_in(path: Path) -> Iterator[str]:
    """Where a file takes up the means to write SQL, or puts some to the database."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for alias in node.names:
                if alias.name in SQL_WORDS:
                    yield f"{named(path)}:{node.lineno} imports {alias.name}"
        if isinstance(node, ast.Import) and imported_whole(node, "sqlalchemy"):
            yield f"{named(path)}:{node.lineno} imports sqlalchemy"
    for call, name, owner in calls(path):
        if owner in {"session", "connection"} and name in SESSION_CALLS:
            yield f"{named(path)}:{call.lineno} calls {owner}.{name}"


def imported_whole(node: ast.Import, module: str) -> bool:
    return any(alias.name.split(".")[0] == module for alias in node.names)


def test_nothing_outside_db_writes_sql_or_puts_it_to_a_session() -> None:
    outside = [path for path in SOURCES if named(path).split("/")[0] not in MAY_WRITE_SQL]

    assert [fault for path in outside for fault in sql_in(path)] == []


def test_sql_text_is_a_constant() -> None:
    put_together = [
        f"{named(path)}:{call.lineno}"
        for path in SOURCES
        if not any(named(path).startswith(allowed) for allowed in MAY_SHAPE_SQL)
        for call, name, owner in calls(path)
        if name == "exec_driver_sql" or (name == "text" and owner in {"", "sqlalchemy", "sa"})
        if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]

    assert put_together == []


def test_no_program_is_started_through_a_shell() -> None:
    through_a_shell = [
        f"{named(path)}:{call.lineno}"
        for path in SOURCES
        for call, name, owner in calls(path)
        if (owner == "os" and name in {"system", "popen"})
        or any(
            word.arg == "shell" and getattr(word.value, "value", True) is not False
            for word in call.keywords
        )
    ]

    assert through_a_shell == []


def test_no_module_names_a_place_outside_the_repository() -> None:
    leads_out = re.compile(r"(^|[^.])\.\./|^/(work|home|root|tmp)/")
    places = [
        f"{named(path)}:{node.lineno} {node.value!r}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if leads_out.search(node.value)
    ]

    assert places == []


def test_every_source_file_has_one_subject_and_stays_short() -> None:
    too_long = {
        named(path): lines
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert too_long == {}


def test_the_packages_listed_here_are_all_there_are() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert found - {"tests"} == set(PACKAGES)


SKIPS = """
import pytest

def test_skipped():
    pytest.skip("not today")

@pytest.mark.xfail(reason="known to be wrong")
def test_expected_to_fail():
    assert False
"""


@pytest.mark.parametrize(("ci", "outcome"), [("true", "2 failed"), ("", "1 skipped, 1 xfailed")])
def test_a_skipped_test_fails_on_the_build_server(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "--rootdir", tmp_path, tmp_path],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
    )

    assert outcome in run.stdout.splitlines()[-1]
