"""The command that serves the dashboard."""

import errno
import ipaddress
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.context import refusals, sqlite_file, translator
from cli.data import initialise
from db.engine import database_url
from wording.translator import Translator

ROOT = Path(__file__).parents[1]
DEFAULT_PORT = 8501


def run(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = DEFAULT_PORT,
    cert: Annotated[Path | None, typer.Option(help="A TLS certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="The key of the certificate (PEM).")] = None,
) -> None:
    """Set up the database if need be, and serve the dashboard."""
    t = translator()
    fault = (
        _fault_of_tls(t, host, cert, key) or _fault_of_folder(t) or _fault_of_port(t, host, port)
    )
    if fault:
        typer.echo(fault, err=True)
        raise typer.Exit(1)
    with refusals():
        initialise().dispose()
    _serve(host, port, cert, key)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fault_of_tls(t: Translator, host: str, cert: Path | None, key: Path | None) -> str | None:
    for file in (cert, key):
        if file is not None and not os.access(file, os.R_OK):
            return t("serve.cert", file=str(file))
    if (cert is None) != (key is None):
        return t("serve.cert", file="--cert" if cert is None else "--key")
    if cert is None and not _is_loopback(host):
        return t("serve.host", host=host)
    return None


def _fault_of_folder(t: Translator) -> str | None:
    file = sqlite_file(database_url())
    if file is None:
        return None
    folder = file.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".kondusif-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return t("serve.folder", folder=str(folder))
    return None


def _fault_of_port(t: Translator, host: str, port: int) -> str | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return t("serve.port", port=str(port))
            return t("serve.port_denied", port=str(port), detail=error.strerror or str(error))
    return None


def _serve(host: str, port: int, cert: Path | None, key: Path | None) -> None:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += [f"--server.address={host}", f"--server.port={port}"]
    if cert and key:
        command += [
            f"--server.sslCertFile={cert.absolute()}",
            f"--server.sslKeyFile={key.absolute()}",
        ]
    environment = {**os.environ, "DATABASE_URL": database_url()}
    if os.name == "nt":
        raise typer.Exit(subprocess.call(command, env=environment))  # noqa: S603 - our own words
    os.execve(sys.executable, command, environment)  # noqa: S606 - takes our place, gets signals
