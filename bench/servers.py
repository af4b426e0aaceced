"""Servers to measure, each a process of its own on a free port, in a folder of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0

HIDDEN = ("uvloop", "httptools")
"""What a plain installation of Streamlit has not: these are hidden from the stock server."""


@dataclass(frozen=True)
class Server:
    """A server that answers: its address and its process."""

    address: str
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.process.pid

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def environment_of(home: Path) -> dict[str, str]:
    """What our own commands are run with: a database and a folder apart from the user's."""
    return {
        **os.environ,
        "KONDUSIF_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'kondusif.db'}",
        "PYTHONUTF8": "1",
    }


def start_ours(home: Path) -> Server:
    """Make a training database in `home` and serve it as `manage.py run` does."""
    home.mkdir(parents=True)
    environment = environment_of(home)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run(
        [*manage, "init", "--training"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    port = free_port()
    return _start([*manage, "run", "--port", str(port)], ROOT, environment, port, home)


def start_stock(home: Path, script: str) -> Server:
    """Serve a script with plain `streamlit run`: default settings, a plain installation.

    It runs in a folder without settings; only no browser is opened for it.
    """
    home.mkdir(parents=True)
    for name in HIDDEN:
        hidden = f"raise ModuleNotFoundError({name!r}, name={name!r})\n"
        (home / f"{name}.py").write_text(hidden, encoding="utf-8")
    (home / "page.py").write_text(script, encoding="utf-8")
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(home)}
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    command += ["--browser.gatherUsageStats=false"]
    return _start(command, home, environment, port, home)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(
    command: Sequence[str], folder: Path, environment: dict[str, str], port: int, home: Path
) -> Server:
    log = home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if _answers(server):
            return server
        time.sleep(0.1)
    server.stop()
    printed = log.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"The server did not come up:\n{printed}")


def _answers(server: Server) -> bool:
    try:
        with urlopen(f"{server.address}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
