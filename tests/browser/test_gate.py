"""The real server: who gets in, what a stranger gets, and what the server refuses to be."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import MakePage, Serve
from tests.browser.helpers import (
    PATIENCE_MS,
    Server,
    environment,
    free_port,
    manage,
    screenshot,
    wait_ready,
)
from tests.databases import ROOT

NAME, PASSWORD = "kapolres.bs", "kopi pahit sore ini"


@pytest.fixture
def server(serve: Serve) -> Server:
    """A new installation, as `manage.py run` makes it: no account yet."""
    return serve()


def make_first_account(page: Page, server: Server) -> None:
    link = re.search(r"http://127\S+/auth/setup\?code=\S+", server.printed())
    assert link is not None
    page.goto(link[0])
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    screenshot(page, "setup")
    page.locator("form button").click()
    wait_ready(page)


def sign_in_at(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.locator("form[action='/auth/login'] button").click()
    wait_ready(page)


def get(server: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    netloc = urlsplit(server.address).netloc
    with closing(http.client.HTTPConnection(netloc, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()


def socket_status(server: Server, origin: str | None, cookie: str | None = None) -> int:
    """The status with which the server answers a socket: 101 lets it in."""
    headers = {"Cookie": cookie} if cookie else {}
    address = server.address.replace("http://", "ws://") + "/_stcore/stream"
    try:
        with connect(address, origin=origin, additional_headers=headers, proxy=None):  # type: ignore[arg-type]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_one_gets_in_stays_in_and_a_sign_out_in_one_tab_bites_in_the_other(
    server: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    make_first_account(page, server)

    (cookie,) = [c for c in page.context.cookies() if c["name"] == "sid"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert "sid" not in re.findall(r"(?:^|; )(\w+)=", page.evaluate("document.cookie"))

    page.goto(f"{server.address}/account")
    wait_ready(page, NAME)
    page.reload()
    wait_ready(page, NAME)

    other = page.context.new_page()
    other.goto(f"{server.address}/account")
    wait_ready(other, NAME)
    other.get_by_role("button", name="Keluar", exact=True).click()
    expect(other.get_by_text("Sesi Anda sudah berakhir")).to_be_visible()

    page.get_by_text("English").click()
    expect(page.get_by_text("Sesi Anda sudah berakhir")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)

    page.locator("[data-testid=stHtml] a").click()
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.locator("form[action='/auth/login'] button").click()
    wait_ready(page, NAME)
    assert urlsplit(page.url).path == "/account"


def test_what_the_administrator_does_at_the_console_bites_at_the_next_click(
    server: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    make_first_account(page, server)
    page.goto(f"{server.address}/account")
    wait_ready(page, "administrator")

    manage("account", "move", NAME, "--role", "presenter", **where(server))
    page.get_by_text("English").click()
    wait_ready(page, "presenter")
    expect(page.get_by_text("administrator")).to_have_count(0)

    manage("account", "disable", NAME, **where(server))
    page.get_by_text("Bahasa Indonesia").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()


def where(server: Server) -> dict[str, object]:
    return {"home": server.home, "database_url": server.database_url}


def test_a_stranger_gets_forms_static_files_and_health_alone(
    server: Server, make_page: MakePage
) -> None:
    script = re.search(r'src="\./(static/js/[^"]+\.js)"', index_of_streamlit())
    assert script is not None
    expected = {
        "/": 303,
        "/issues?severity=4": 303,
        "/index.html": 303,
        "/manifest.json": 303,
        "/media/0123.csv": 401,
        "/component/x/y": 401,
        "/export/x": 401,
        "/topojson/world_110m.json": 401,
        "/app/static/x": 401,
        "/_stcore/stream": 401,
        "/_stcore/metrics": 401,
        "/_stcore/host-config": 401,
        "/_stcore/allowed-message-origins": 401,
        "/_stcore/script-health-check": 401,
        "/_stcore/upload_file/a/b": 401,
        "/_stcore/agent/interact": 401,
        "/_stcore/agent/schema": 401,
        "/_stcore/bidi-components/x/y": 401,
        "/healthz": 303,
        "/static/..%2F..%2Fmedia/x": 303,
        "/_stcore/health": 200,
        "/auth/login": 200,
        f"/{script[1]}": 200,
    }

    assert {path: get(server, path)[0] for path in expected} == expected
    assert socket_status(server, server.address) == 403
    assert socket_status(server, server.address, "sid=planted") == 403

    page = make_page("projector")
    make_first_account(page, server)
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "sid"]
    mine = f"sid={cookie['value']}"
    assert get(server, "/_stcore/host-config", Cookie=mine)[0] == 200
    assert socket_status(server, server.address, mine) == 101
    assert socket_status(server, "http://evil.example", mine) == 403
    assert socket_status(server, "null", mine) == 403
    assert socket_status(server, None, mine) == 403
    assert get(server, "/", Host="evil.example", Cookie=mine)[0] == 400


def index_of_streamlit() -> str:
    import streamlit

    index = Path(streamlit.__file__).parent / "static" / "index.html"
    return index.read_text(encoding="utf-8")


def test_a_copied_link_survives_the_sign_in(server: Server, make_page: MakePage) -> None:
    make_first_account(make_page("projector"), server)
    stranger = make_page("phone")

    sign_in_at(stranger, f"{server.address}/account?as_of=2024-11-24&severity=3")

    assert urlsplit(stranger.url).path == "/account"
    assert urlsplit(stranger.url).query == "as_of=2024-11-24&severity=3"


def test_the_address_of_ones_home_page_opens_it(server: Server, make_page: MakePage) -> None:
    page = make_page("projector")
    make_first_account(page, server)

    page.goto(f"{server.address}/status?as_of=2024-11-24")
    wait_ready(page)

    assert urlsplit(page.url).path == "/"
    assert urlsplit(page.url).query == "as_of=2024-11-24"


@contextmanager
def streamlit_run(home: Path, script: str, *options: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(ROOT / script), *options],
        cwd=home,
        env=environment(home, f"sqlite:///{home / 'kondusif.db'}"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()  # it would wait for open pages to leave


def lines_until(process: "subprocess.Popen[str]", sign: str) -> str:
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if sign in line:
            return printed
    raise AssertionError(f"never said {sign!r}:\n{printed}")


def test_streamlit_run_app_is_the_same_safe_server(tmp_path: Path) -> None:
    port = free_port()
    with streamlit_run(tmp_path, "app.py", f"--server.port={port}") as process:
        printed = lines_until(process, "/auth/setup?code=")
        assert f"http://127.0.0.1:{port}" in printed
        server = Server(f"http://127.0.0.1:{port}", "", tmp_path, process, tmp_path)  # type: ignore[arg-type]
        status, headers, _ = get(server, "/")
        assert (status, headers["location"]) == (303, "/auth/login")
        assert "default-src 'self'" in headers["content-security-policy"]
        assert get(server, "/_stcore/metrics")[0] == 401


@pytest.mark.parametrize(
    ("option", "named"),
    [
        ("--client.showErrorDetails=full", "client.showErrorDetails"),
        ("--server.enableStaticServing=true", "server.enableStaticServing"),
        ("--server.address=0.0.0.0", "--cert"),
    ],
)
def test_unsafe_settings_are_refused_in_one_sentence(
    tmp_path: Path, option: str, named: str
) -> None:
    with streamlit_run(tmp_path, "app.py", f"--server.port={free_port()}", option) as process:
        printed, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert named in printed
    assert "Traceback" not in printed


def test_the_shell_without_the_gate_shows_one_sentence_alone(
    tmp_path: Path, make_page: MakePage
) -> None:
    port = free_port()
    page = make_page("projector")
    with streamlit_run(tmp_path, "shell.py", f"--server.port={port}"):
        for _ in range(60):
            try:
                page.goto(f"http://127.0.0.1:{port}/status")
                break
            except Exception as error:
                if "ERR_CONNECTION_REFUSED" not in str(error):
                    raise
                page.wait_for_timeout(500)
        expect(page.get_by_text("python manage.py run")).to_be_visible(timeout=4 * PATIENCE_MS)
        text = page.locator("[data-testid=stMain]").inner_text().strip()
        assert len(text.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "--cert"),
        (["--cert", "missing.pem", "--key", "missing.pem"], "missing.pem"),
        (["--port", "TAKEN"], "--port"),
    ],
)
def test_run_refuses_what_cannot_be_in_one_sentence(
    tmp_path: Path, options: list[str], says: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        done = run(tmp_path, *(taken if option == "TAKEN" else option for option in options))

    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_run_refuses_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = run(tmp_path / "file" / "home")

    assert done.returncode == 1
    assert str(tmp_path / "file" / "home") in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def run(home: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "run", *options],
        cwd=ROOT,
        env=environment(home, f"sqlite:///{home / 'kondusif.db'}"),
        capture_output=True,
        text=True,
        timeout=60,
    )
