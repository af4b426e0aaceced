"""The web server: `streamlit run app.py`.

Streamlit finds `app` and serves it. Around the script `shell.py` stand the gate, the
headers and the routes of sign-in; they hold however the server is started.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from cli.context import translator
from cli.data import initialise
from db.engine import DatabaseError
from db.shared import now, shared_engine
from domain.faults import Refused
from ui.errors import show_reference
from ui.page_table import PAGES, home
from web import files, settings, start
from web.codes import CodePages
from web.evidence import EvidencePages
from web.gate import Gate
from web.headers import Headers
from web.page_language import PageLanguage
from web.page_scripts import page_scripts
from web.recording import RecordingPages
from web.service import Service, Turned, answer_turned
from web.sign_in import SignInPages

STATIC = Path(st.__file__).parent / "static"
SHELL = Path(__file__).parent / "shell.py"

# The folder pages/ would make Streamlit run a page by itself, without the shell, until the
# shell was run once: whoever opened a link first after a start saw a page without its frame.
PagesManager.uses_pages_directory = False

service = Service(shared_engine, now)


def allowed_hosts() -> tuple[str, ...]:
    """The host names that a request may name, by the settings in effect."""
    return settings.allowed_hosts(config.get_option)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Refuse unsafe settings and unusable databases; warm up; say where we are."""
    t = translator()
    if sentence := settings.unsafe(config.get_option, t):
        start.give_up(sentence)
    try:
        initialise().dispose()
    except DatabaseError as error:
        start.give_up(t(error.code, detail=error.detail))
    except OSError as error:
        start.give_up(t("serve.folder", folder=error.filename or ""))
    except Refused as refused:
        start.give_up(t("serve.dataset", n=len(refused.faults)))
    engine = shared_engine()
    start.prepare_demo(engine, now())
    start.import_everything([SHELL, *(page.path for page in PAGES)])
    start.freeze()
    tls = bool(config.get_option("server.sslCertFile"))
    base = settings.base_address(config.get_option, tls=tls)
    start.announce(t, base, start.setup_link(engine, base, now()), sys.stdout.write)
    sys.stdout.flush()
    yield
    engine.dispose()


app = st.App(
    SHELL,
    lifespan=lifespan,
    routes=[
        *SignInPages(service).routes(),
        *CodePages(service).routes(),
        *RecordingPages(service).routes(),
        *EvidencePages(service).routes(),
        *files.ExportPages(service).routes(),
        *files.ROUTES,
    ],
    middleware=[
        Middleware(Headers, allowed_hosts=allowed_hosts, scripts=page_scripts(STATIC)),
        Middleware(Gate, look_up=service.look_up, home=home),
        Middleware(PageLanguage, pages=["/", *(f"/{page.key}" for page in PAGES)]),
    ],
    exception_handlers={Turned: answer_turned},
    on_script_error=show_reference,
)
