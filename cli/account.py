"""Commands about accounts. Passwords come from the terminal or stdin, never as an argument."""

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import Engine

from cli.context import existing_engine, refusals, translator
from db.commands import accounts as commands
from db.commands.passwords import new_hash
from db.engine import reading, writing
from db.queries import accounts as queries
from db.shared import now
from domain.faults import Fault, Refused
from domain.vocabulary import Role

app = typer.Typer(no_args_is_help=True, help="Accounts: who may enter, and as what.")

Name = Annotated[str, typer.Argument(help="The account's sign-in name.")]
Unit = Annotated[str | None, typer.Option("--unit", help="The code of a police unit.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="A role; may be repeated.")]


class Format(StrEnum):
    """How a list is written."""

    TEXT = "text"
    JSON = "json"


@contextmanager
def _account(name: str) -> Iterator[Engine]:
    """The database, with refusals said; an unknown account is one."""
    with refusals():
        engine = existing_engine()
        with reading(engine) as session:
            if queries.account_by_name(session, commands.tidy_name(name)) is None:
                raise Refused([Fault("account.unknown", "account", value=name)])
        yield engine


def read_password() -> str:
    """A password from the terminal, asked twice, or the first line of stdin."""
    t = translator()
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise Refused([Fault("account.no_password", "account")])
        return line.rstrip("\r\n")
    password = getpass.getpass(t("password.new") + ": ")
    if getpass.getpass(t("password.again") + ": ") != password:
        raise Refused([Fault("account.unlike", "account")])
    return password


@app.command()
def add(name: Name, unit: Unit = None, role: Roles = None) -> None:
    """Add an account; its password is read from the terminal or stdin."""
    with refusals():
        engine = existing_engine()
        password_hash = new_hash(engine, read_password(), name)
        with writing(engine, ledger=False) as session:
            commands.add_account(session, name, unit, role or [], password_hash, now())


@app.command()
def move(name: Name, unit: Unit = None, role: Roles = None) -> None:
    """Give an account another unit, other roles, or both."""
    with _account(name) as engine, writing(engine, ledger=False) as session:
        commands.move_account(session, name, unit, role or None)


@app.command("list")
def list_accounts(
    form: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """List the accounts with their units and roles."""
    with refusals():
        with reading(existing_engine()) as session:
            rows = queries.accounts(session, now())
        if form is Format.JSON:
            sys.stdout.write(json.dumps([_as_json(row) for row in rows], indent=1) + "\n")
            return
        t = translator()
        for row in rows:
            state = t("account.disabled" if row.disabled_at else "account.active")
            roles = ", ".join(row.roles)
            typer.echo(f"{row.name}\t{row.unit or '-'}\t{roles}\t{state}\t{row.sessions}")


def _as_json(row: queries.AccountRow) -> dict[str, object]:
    return {
        "name": row.name,
        "unit": row.unit,
        "roles": list(row.roles),
        "disabled": row.disabled_at is not None,
        "sessions": row.sessions,
        "last_seen_at": row.last_seen_at.isoformat() if row.last_seen_at else None,
    }


@app.command()
def disable(
    name: Name,
    undo: Annotated[bool, typer.Option("--undo", help="Open the account again.")] = False,
) -> None:
    """Shut an account and end its sessions."""
    with _account(name) as engine, writing(engine, ledger=False) as session:
        if undo:
            commands.enable_account(session, name)
        else:
            commands.disable_account(session, name, now())


@app.command()
def reset(name: Name) -> None:
    """Set a new password, read from the terminal or stdin, and end every session."""
    with _account(name) as engine:
        password_hash = new_hash(engine, read_password(), name)
        with writing(engine, ledger=False) as session:
            account = queries.account_by_name(session, commands.tidy_name(name))
            assert account is not None  # noqa: S101 - looked up above
            commands.set_password(session, account.id, password_hash, now())


@app.command("sign-out")
def sign_out(name: Name) -> None:
    """End every session of an account."""
    with _account(name) as engine, writing(engine, ledger=False) as session:
        commands.sign_out_everywhere(session, name, now())
