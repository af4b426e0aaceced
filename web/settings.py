"""The server's settings that safety rests on, and the check that they are in effect."""

import ipaddress
from collections.abc import Callable

from wording.translator import Translator

Option = Callable[[str], object]
"""Gives the value in effect of a setting of Streamlit by its name."""

LARGEST_UPLOAD_MB = 20

REQUIRED: dict[str, object] = {
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.fileWatcherType": "none",
    "server.baseUrlPath": "",
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "global.developmentMode": False,
}


def is_loopback(address: str | None) -> bool:
    """Whether an address reaches this machine alone."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def unsafe(option: Option, t: Translator) -> str | None:
    """One sentence on the first setting that is not as it must be, or None."""
    for name, wanted in REQUIRED.items():
        found = option(name)
        if (found or "") != (wanted or ""):
            return t("serve.setting", name=name, wanted=str(wanted), found=str(found))
    uploads = option("server.maxUploadSize")
    if not isinstance(uploads, int) or uploads > LARGEST_UPLOAD_MB:
        return t(
            "serve.setting",
            name="server.maxUploadSize",
            wanted=str(LARGEST_UPLOAD_MB),
            found=str(uploads),
        )
    address = option("server.address")
    tls = option("server.sslCertFile") and option("server.sslKeyFile")
    if not is_loopback(str(address) if address else None) and not tls:
        return t("serve.host", host=str(address or "0.0.0.0"))  # noqa: S104 - named, not bound
    return None


def allowed_hosts(option: Option) -> tuple[str, ...]:
    """Host names that requests may name; empty: any well-formed one.

    Set by `server.allowedHosts`; else, on a loopback address, the names of this machine
    alone, so that no foreign name that resolves to it gets an answer.
    """
    chosen = option("server.allowedHosts")
    if isinstance(chosen, list | tuple) and chosen:
        return tuple(str(host) for host in chosen)
    address = option("server.address")
    if address and is_loopback(str(address)):
        return ("localhost", "127.0.0.1", "[::1]", str(address))
    return ()


def base_address(option: Option, *, tls: bool) -> str:
    """The address that a person types to get here."""
    host = str(option("server.address") or "localhost")
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "localhost"
    return f"{'https' if tls else 'http'}://{host}:{option('server.port')}"
