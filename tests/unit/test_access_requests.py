"""What the server believes of a request, and what its settings must be."""

import pytest
from starlette.requests import HTTPConnection

from web import settings
from web.files import disposition
from web.gate import is_open
from web.requests import client_address, is_own_origin, next_address, own_host
from wording.translator import Translator


def asked(*headers: tuple[str, str], address: str = "10.0.0.7") -> HTTPConnection:
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    return HTTPConnection({"type": "http", "headers": pairs, "client": (address, 40000)})


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/issues?stage=campaign&severity=3", "/issues?stage=campaign&severity=3"),
        ("/", "/"),
        ("/issues#part", "/issues"),
        (None, "/"),
        ("", "/"),
        ("issues", "/"),
        ("https://evil.example/issues", "/"),
        ("//evil.example/issues", "/"),
        ("/\\evil.example", "/"),
        ("/\tevil", "/"),
        ("/issues\r\nSet-Cookie: sid=x", "/"),
        ("/auth/logout", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_one_goes_to_an_address_of_our_own_alone(
    given: str | None, leads_to: str
) -> None:
    assert next_address(given) == leads_to


@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "dasbor.polres.example:443"]
)
def test_a_well_formed_host_is_believed(host: str) -> None:
    assert own_host(asked(("host", host))) == host


@pytest.mark.parametrize(
    "host", ["", "a b", "evil.example/", "x;script-src *", "user@host", "host:99999", "[::1"]
)
def test_a_crooked_host_is_refused(host: str) -> None:
    assert own_host(asked(("host", host))) is None


def test_two_hosts_or_one_that_is_not_ours_are_refused() -> None:
    allowed = ("localhost",)

    assert own_host(asked(("host", "localhost"), ("host", "evil.example"))) is None
    assert own_host(asked(("host", "evil.example")), allowed) is None
    assert own_host(asked(("host", "localhost:9")), allowed) == "localhost:9"


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://localhost:8501", True),
        ("https://localhost:8501", True),
        ("http://localhost:8502", False),
        ("http://localhost", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_the_origin_must_be_this_host_and_port(origin: str, own: bool) -> None:
    assert is_own_origin(asked(("host", "localhost:8501"), ("origin", origin))) is own


def test_a_request_without_an_origin_is_not_our_own() -> None:
    assert not is_own_origin(asked(("host", "localhost:8501")))


def test_an_address_that_a_header_claims_is_not_believed() -> None:
    claims = [asked(("x-forwarded-for", f"10.9.9.{n}"), address=f"10.9.9.{n}") for n in range(3)]

    assert client_address(asked()) == "10.0.0.7"
    assert {client_address(claim) for claim in claims} == {"forwarded"}


@pytest.mark.parametrize(
    ("path", "is_it"),
    [
        ("/auth/login", True),
        ("/static/js/main.js", True),
        ("/_stcore/health", True),
        ("/", False),
        ("/issues", False),
        ("/_stcore/health/", False),
        ("/_stcore/stream", False),
        ("/_stcore/metrics", False),
        ("/_stcore/host-config", False),
        ("/_stcore/upload_file/a/b", False),
        ("/_stcore/script-health-check", False),
        ("/media/x.csv", False),
        ("/component/a/b.js", False),
        ("/static/../media/x.csv", False),
        ("/static//media", False),
        ("/auth/..\\media", False),
        ("/oauth2callback", False),
        ("/authx", False),
    ],
)
def test_only_forms_static_files_and_health_are_open(path: str, is_it: bool) -> None:
    assert is_open(path) is is_it


SAFE: dict[str, object] = {
    **settings.REQUIRED,
    "server.maxUploadSize": 20,
    "server.address": "127.0.0.1",
    "server.sslCertFile": None,
    "server.sslKeyFile": None,
    "server.allowedHosts": [],
}
ID = Translator("id")


def test_the_settings_of_the_shipped_configuration_are_safe() -> None:
    import tomllib

    from tests.databases import ROOT

    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    options = {**SAFE, "server.baseUrlPath": "", "global.developmentMode": False}
    shipped = {f"{part}.{name}": value for part in written for name, value in written[part].items()}

    assert settings.unsafe({**options, **shipped}.get, ID) is None
    assert {*settings.REQUIRED, "server.maxUploadSize", "server.address"} - set(shipped) == {
        # Streamlit's own defaults, and the same in every installation.
        "server.baseUrlPath",
        "global.developmentMode",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.enableStaticServing", True),
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.fileWatcherType", "auto"),
        ("server.baseUrlPath", "dasbor"),
        ("server.maxUploadSize", 200),
        ("client.showErrorDetails", "full"),
        ("browser.gatherUsageStats", True),
        ("global.developmentMode", True),
    ],
)
def test_a_setting_that_opens_something_is_named(name: str, value: object) -> None:
    sentence = settings.unsafe({**SAFE, name: value}.get, ID)

    assert sentence is not None
    assert name in sentence


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.168.1.4", "dasbor.example"])
def test_an_address_beyond_this_machine_needs_tls(address: str | None) -> None:
    open_door = {**SAFE, "server.address": address}
    with_tls = {**open_door, "server.sslCertFile": "c.pem", "server.sslKeyFile": "k.pem"}

    assert "--cert" in (settings.unsafe(open_door.get, ID) or "")
    assert settings.unsafe(with_tls.get, ID) is None


def test_on_this_machine_alone_no_foreign_name_is_answered() -> None:
    assert "localhost" in settings.allowed_hosts(SAFE.get)
    assert settings.allowed_hosts({**SAFE, "server.address": "10.0.0.1"}.get) == ()
    assert settings.allowed_hosts({**SAFE, "server.allowedHosts": ["dasbor.example"]}.get) == (
        "dasbor.example",
    )


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    line = disposition('../"isu é"\r\nX: y\u202ecsv')

    assert line == (
        "attachment; filename=\"__isu ____X_ y_csv\"; filename*=UTF-8''__isu%20%C3%A9___X_%20y_csv"
    )
