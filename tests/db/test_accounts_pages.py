"""The gate, the headers and the sign-in pages, over a real database."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from access import hashing, marker, tokens
from access.exports import EXPORTS
from db.commands import accounts as commands
from db.engine import reading, writing
from db.queries import accounts as queries
from db.tables.installation import Installation
from db.tables.trail import AuditEntry
from domain.vocabulary import Role
from tests.asgi import Client
from web import files
from web.codes import CodePages
from web.gate import Gate
from web.headers import Headers
from web.service import Service, Turned, answer_turned
from web.sign_in import SignInPages

RIGHT = "kopi pahit sore ini"


class Clock:
    moment = datetime(2026, 11, 24, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


async def inside(request: Request) -> PlainTextResponse:
    """Stands for everything that Streamlit serves; says whether the gate marked it."""
    return PlainTextResponse(f"inside {marker.scheme(request.headers)}")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """SQLite alone: what the pages ask of a database is tested on both makes elsewhere."""
    return sqlite_engine


@pytest.fixture
def browser(engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """Makes browsers of one server; passwords are "hashed" at once, to save time."""
    monkeypatch.setattr(hashing, "matches", lambda given, kept: (kept == f"hash of {given}", None))
    monkeypatch.setattr(hashing, "hash_password", lambda password: f"hash of {password}")
    service = Service(lambda: engine, clock)
    app = Starlette(
        routes=[
            *SignInPages(service).routes(),
            *CodePages(service).routes(),
            *files.ExportPages(service).routes(),
            *files.ROUTES,
            WebSocketRoute("/_stcore/stream", socket),
            Route("/{path:path}", inside, methods=["GET", "POST", "PUT"]),
        ],
        middleware=[
            Middleware(Headers, allowed_hosts=tuple),
            Middleware(Gate, look_up=service.look_up, home=lambda _reader: "status"),
        ],
        exception_handlers={Turned: answer_turned},
    )
    return lambda **options: Client(app, **options)


def account(engine: Engine, name: str = "siti") -> int:
    with writing(engine, ledger=False) as session:
        return commands.add_account(
            session, name, None, [Role.ANALYST], f"hash of {RIGHT}", Clock.moment
        )


def signed_in(browser: Callable[..., Client], engine: Engine, **options: str) -> Client:
    account(engine)
    client = browser(**options)
    assert client.post("/auth/login", name="siti", password=RIGHT).status == 303
    return client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 303),
        ("/issues", 303),
        ("/oauth2callback", 303),
        ("/_stcore/stream", 401),
        ("/_stcore/metrics", 401),
        ("/_stcore/host-config", 401),
        ("/_stcore/upload_file/a/b", 401),
        ("/media/x.csv", 401),
        ("/media", 401),
        ("/component/x/y.js", 401),
        ("/export/x", 401),
        ("/topojson/world_110m.json", 401),
        ("/app/static/x", 401),
        ("/_stcore/health", 200),
        ("/static/x.js", 200),
        ("/auth/login", 200),
        ("/auth/logout", 200),
        ("/auth/forms.css", 200),
        ("/auth/icon.png", 200),
        ("/robots.txt", 200),
        ("/auth/setup", 410),
        ("/auth/reset", 410),
    ],
)
@pytest.mark.parametrize("cookie", [{}, {"sid": "planted"}])
def test_a_stranger_gets_forms_static_files_and_health_alone(
    browser: Callable[..., Client], path: str, status: int, cookie: dict[str, str]
) -> None:
    answer = browser(cookies=cookie).get(path)

    assert answer.status == status
    if status in (303, 401):
        assert "inside" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_stranger_can_send_nothing(browser: Callable[..., Client], method: str) -> None:
    own = {"origin": "http://localhost:8501"}

    assert browser().request(method, "/_stcore/upload_file/a/b", b"x", own).status == 401
    assert browser().request(method, "/", b"x", own).status == 401
    assert browser().request(method, "/", b"x").status == 403


@pytest.mark.parametrize("origin", ["own", "null", "http://evil.example", None])
def test_a_socket_opens_for_the_signed_in_on_our_own_page_alone(
    browser: Callable[..., Client], engine: Engine, origin: str | None
) -> None:
    client = signed_in(browser, engine)
    expected = "websocket.accept" if origin == "own" else "websocket.close"

    assert client.socket("/_stcore/stream", origin) == [expected]
    assert browser().socket("/_stcore/stream", origin) == ["websocket.close"]


def test_the_signed_in_pass_and_are_marked_and_nobody_can_mark_himself(
    browser: Callable[..., Client], engine: Engine
) -> None:
    client = signed_in(browser, engine)

    assert client.get("/issues").text == "inside False"
    assert client.get("/issues", x_kondusif_gate="anything").text == "inside False"
    forged = marker.mark(secure=True)
    assert browser().get("/static/x", x_kondusif_gate=forged).text == "inside None"


@pytest.mark.parametrize("path", ["/", "/auth/login", "/media/x", "/static/x.js", "/auth/setup"])
def test_every_answer_carries_the_headers(browser: Callable[..., Client], path: str) -> None:
    headers = browser().get(path).headers

    assert headers["content-security-policy"] == (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws://localhost:8501 wss://localhost:8501; "
        "worker-src 'self' blob:; frame-ancestors 'none'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers.get("cache-control") == (None if path.startswith("/static") else "no-store")
    assert "strict-transport-security" not in headers


def test_a_crooked_host_gets_400(browser: Callable[..., Client]) -> None:
    assert browser(host="x;script-src *").get("/auth/login").status == 400


def test_the_cookie_without_tls_is_closed_to_scripts_and_to_other_sites(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    answer = browser().post("/auth/login", name="siti", password=RIGHT)

    name, *attributes = re.split(r"[=;] ?", answer.headers["set-cookie"], maxsplit=2)
    assert name == "sid"
    assert sorted(attributes[1].split("; ")) == ["HttpOnly", "Path=/", "SameSite=strict"]


def test_the_cookie_under_tls_is_the_hosts_own_and_no_other_is_heard(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    client = browser(scheme="https")
    answer = client.post("/auth/login", name="siti", password=RIGHT)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sid=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} == set(cookie.split("; ")[1:])
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert client.get("/").text == "inside True"
    plain = browser(scheme="https", cookies={"sid": client.cookies["__Host-sid"]})
    assert plain.get("/").status == 303


def test_a_planted_cookie_is_never_adopted(browser: Callable[..., Client], engine: Engine) -> None:
    account(engine)
    client = browser(cookies={"sid": "planted"})
    client.post("/auth/login", name="siti", password=RIGHT)

    assert client.cookies["sid"] != "planted"
    assert browser(cookies={"sid": "planted"}).get("/").status == 303


def test_after_signing_in_one_is_where_one_wanted_to_go(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    client = browser()
    form = client.get("/issues?stage=campaign&severity=3").headers["location"]
    assert form == "/auth/login?next=%2Fissues%3Fstage%3Dcampaign%26severity%3D3"
    hidden = re.search(r'name="next" value="([^"]*)"', client.get(form).text)
    assert hidden is not None
    wanted = hidden[1].replace("&amp;", "&")

    answer = client.post("/auth/login", name="siti", password=RIGHT, next=wanted)
    assert answer.headers["location"] == "/issues?stage=campaign&severity=3"
    outside = {"next": "https://evil.example/"}
    answer = client.post("/auth/login", name="siti", password=RIGHT, **outside)
    assert answer.headers["location"] == "/"


def test_what_is_typed_stands_in_the_form_as_text(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    hostile = '"><script>alert(1)</script>'

    answer = browser().post("/auth/login", name=hostile, password="x", next=f"/a?{hostile}")

    assert answer.status == 401
    assert "<script" not in answer.text
    assert "&quot;&gt;&lt;script&gt;alert(1)" in answer.text


@pytest.mark.parametrize("origin", ["null", "http://evil.example", None])
@pytest.mark.parametrize("path", ["login", "logout", "demo", "setup", "reset"])
def test_a_form_of_another_page_gets_403_and_changes_nothing(
    browser: Callable[..., Client], engine: Engine, path: str, origin: str | None
) -> None:
    client = signed_in(browser, engine)

    answer = client.post(f"/auth/{path}", origin, name="siti", password=RIGHT)

    assert answer.status == 403
    assert client.get("/").text == "inside False"


def test_opening_the_sign_out_address_signs_nobody_out_and_the_form_does(
    browser: Callable[..., Client], engine: Engine
) -> None:
    client = signed_in(browser, engine)
    other_tab = browser(cookies=dict(client.cookies))

    client.get("/auth/logout")
    assert other_tab.get("/").status == 200
    answer = client.post("/auth/logout")

    assert answer.headers["location"] == "/auth/login?done=out&lang=id"
    assert client.cookies == {}
    assert other_tab.get("/").status == 303
    assert other_tab.socket("/_stcore/stream") == ["websocket.close"]


def test_a_sixth_wrong_password_is_told_how_long_to_wait(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    client = browser()
    known = [client.post("/auth/login", name="siti", password="x") for _ in range(6)]
    unknown = [client.post("/auth/login", name="budi", password="x") for _ in range(6)]

    assert [answer.status for answer in known] == [401] * 5 + [429]
    assert known[5].headers["retry-after"] == "31"
    assert "Coba lagi dalam 1 menit" in known[5].text
    assert [a.text.replace("budi", "siti") for a in unknown] == [a.text for a in known]


def test_spoofed_addresses_share_one_count(browser: Callable[..., Client], engine: Engine) -> None:
    account(engine)
    statuses = [
        browser(address=f"10.1.1.{n}")
        .request(
            "POST",
            "/auth/login",
            f"name=name{n}&password=x".encode(),
            {"origin": "http://localhost:8501", "x-forwarded-for": f"10.1.1.{n}"},
        )
        .status
        for n in range(21)
    ]

    assert statuses == [401] * 20 + [429]


def test_a_form_beyond_16_kb_is_refused(browser: Callable[..., Client], engine: Engine) -> None:
    account(engine)

    assert browser().post("/auth/login", name="siti", password="x" * 20_000).status == 413


@pytest.mark.parametrize("mark", [None, "SAMPLE"])
def test_the_demo_door_is_shut_in_any_but_a_training_database(
    browser: Callable[..., Client], engine: Engine, mark: str | None
) -> None:
    with writing(engine, ledger=False) as session:
        session.merge(Installation(id=1, mark=mark))
        commands.add_account(session, "kapolres", None, [Role.COMMANDER], None, Clock.moment)

    assert "/auth/demo" not in browser().get("/auth/login").text
    answer = browser().post("/auth/demo", name="kapolres")
    assert (answer.status, answer.headers.get("set-cookie")) == (404, None)


def test_in_a_training_database_one_click_enters_as_a_demo_account_alone(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    with writing(engine, ledger=False) as session:
        session.merge(Installation(id=1, mark="TRAINING"))
        session.flush()
        commands.ensure_demo_accounts(session, Clock.moment)
    client = browser()

    form = client.get("/auth/login").text
    assert "DATA LATIHAN" in form
    offered = re.findall(r'<button name="name" value="([^"]+)"', form)
    assert offered == [name for name, _, _ in commands.DEMO_ACCOUNTS]
    assert browser().post("/auth/demo", name="siti").status == 404
    answer = client.post("/auth/demo", name="pengawas", next="/issues?severity=3")
    assert answer.headers["location"] == "/issues?severity=3"
    with reading(engine) as session:
        who = queries.reader_of(session, tokens.digest(client.cookies["sid"]), Clock.moment)
    assert who is not None
    assert (who.name, who.reader.roles) == ("pengawas", {Role.INSPECTOR})


def test_the_band_of_the_sample_stands_on_the_form_in_both_languages(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    with writing(engine, ledger=False) as session:
        session.merge(Installation(id=1, mark="SAMPLE"))

    assert "CONTOH DARI TUJUH BERITA" in browser().get("/auth/login").text
    english = browser().get("/auth/login?lang=en&next=/issues").text
    assert "A SAMPLE FROM SEVEN NEWS REPORTS" in english
    assert 'href="/auth/login?next=%2Fissues&amp;lang=id"' in english


def test_the_first_account_is_made_at_the_printed_link_and_enters(
    browser: Callable[..., Client], engine: Engine
) -> None:
    with writing(engine, ledger=False) as session:
        code = commands.issue_setup_code(session, Clock.moment)
    client = browser()
    assert 'name="password"' not in client.get("/auth/login").text

    form = {"code": str(code), "name": "Kapolres"}
    assert client.get(f"/auth/setup?code={code}").status == 200
    assert client.post("/auth/setup", **form, password=RIGHT, again="other").status == 422
    assert client.post("/auth/setup", **form, password="x", again="x").status == 422
    assert client.post("/auth/setup", **form, password=RIGHT, again=RIGHT).status == 303
    assert client.get("/").text == "inside False"
    assert browser().get(f"/auth/setup?code={code}").status == 410
    assert browser().post("/auth/setup", **form, password=RIGHT, again=RIGHT).status == 410


def test_an_expired_setup_link_opens_nothing(
    browser: Callable[..., Client], engine: Engine, clock: Clock
) -> None:
    with writing(engine, ledger=False) as session:
        code = commands.issue_setup_code(session, Clock.moment)
    clock.moment = Clock.moment + timedelta(minutes=31)

    assert browser().get(f"/auth/setup?code={code}").status == 410
    form = {"code": str(code), "name": "satu", "password": RIGHT, "again": RIGHT}
    assert browser().post("/auth/setup", **form).status == 410
    with reading(engine) as session:
        assert not queries.any_account(session)


def test_a_reset_link_leads_to_a_new_password_once(
    browser: Callable[..., Client], engine: Engine
) -> None:
    account(engine)
    with writing(engine, ledger=False) as session:
        code = commands.issue_reset_code(session, "siti", Clock.moment)
    form = {"code": code, "password": "kuda lumping tujuh kali", "again": "kuda lumping tujuh kali"}

    assert browser().post("/auth/reset", **form).headers["location"].endswith("done=reset&lang=id")
    assert browser().post("/auth/reset", **form).status == 410
    assert browser().post("/auth/login", name="siti", password=RIGHT).status == 401
    answer = browser().post("/auth/login", name="siti", password="kuda lumping tujuh kali")
    assert answer.status == 303


def test_an_export_opens_for_the_session_that_made_it_alone(
    browser: Callable[..., Client], engine: Engine
) -> None:
    mine = signed_in(browser, engine)
    theirs = browser()
    theirs.post("/auth/login", name="siti", password=RIGHT)
    token = EXPORTS.put(tokens.digest(mine.cookies["sid"]), "isu.csv", "text/csv", b"a,b")

    answer = mine.get(f"/export/{token}")

    assert (answer.status, answer.body) == (200, b"a,b")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="isu.csv"')
    assert theirs.get(f"/export/{token}").status == 404
    with reading(engine) as session:
        said = session.scalars(select(AuditEntry.payload).where(AuditEntry.action == "refused"))
        [refused] = said.all()
    assert '"of":"export"' in refused
    assert token not in refused
    assert browser().get(f"/export/{token}").status == 401
    mine.post("/auth/logout")
    assert mine.get(f"/export/{token}").status == 401


def test_the_map_gets_an_empty_topology(browser: Callable[..., Client], engine: Engine) -> None:
    answer = signed_in(browser, engine).get("/topojson/world_110m.json")

    assert answer.headers["content-type"] == "application/json"
    assert '"type":"Topology"' in answer.text
