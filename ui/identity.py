"""Who is at the screen. Asked anew on every run; nothing about it is kept."""

from datetime import timedelta
from html import escape
from typing import NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

from access import marker, tokens
from db.commands.sessions import touch_unless_busy
from db.engine import reading
from db.queries import accounts as queries
from db.queries.accounts import SignedIn
from db.shared import now, shared_engine
from wording.translator import Language, Translator

TOUCH_EVERY = timedelta(minutes=1)
OWNER = "kondusif.session"
LANGUAGE = "language"


def signed_in() -> SignedIn:
    """Who sits in this browser's session, or the end of this run with one sentence.

    Call it at the top of every page, and again inside fragments and callbacks, which
    run without the shell. The digest in session_state is no identity: it only tells that
    another session took over this tab, whose leftovers are then thrown away.
    """
    token = browser_token()
    found = _look_up(token) if token else None
    if found is None:
        language = st.session_state.get(LANGUAGE)
        st.session_state.clear()
        st.session_state[LANGUAGE] = language
        _stop("gate.ended", link=True)
    if st.session_state.get(OWNER, found.session) != found.session:
        st.session_state.clear()
    st.session_state[OWNER] = found.session
    st.session_state[LANGUAGE] = found.language
    return found


def browser_token() -> str | None:
    """The session token that this browser sent as its socket opened.

    Ends the run where no gate stands in front: then nothing was checked.
    """
    secure = marker.scheme(st.context.headers)
    if secure is None:
        _stop("gate.none", link=False)
    return st.context.cookies.get(tokens.cookie_name(secure=secure))


def open_page(page: str) -> SignedIn:
    """Who reads this page: for its first line. It ends here for roles it is not open to."""
    who = signed_in()
    if not who.reader.may_open(page):
        _stop("gate.not_yours", link=False)
    return who


def _look_up(token: str) -> SignedIn | None:
    moment = now()
    with reading(shared_engine()) as session:
        found = queries.reader_of(session, tokens.digest(token), moment)
    if found is not None and moment - found.last_seen_at >= TOUCH_EVERY:
        touch_unless_busy(shared_engine(), found.session, moment)
    return found


def translator_of(who: SignedIn) -> Translator:
    """The texts in the language that the account reads in."""
    return Translator(language_of(who.language))


def language_of(code: str) -> Language:
    """A language we have; Indonesian for anything else."""
    return "en" if code == "en" else "id"


def _stop(key: str, *, link: bool) -> NoReturn:
    t = Translator(language_of(st.session_state.get(LANGUAGE, "id")))
    st.warning(t(key))
    if link:
        st.html(f'<a href="{escape(_way_back(t.language))}">{t("sign_in.title")}</a>')
    st.stop()


def _way_back(language: Language) -> str:
    """The sign-in form that leads back to the address that is open now."""
    here = urlsplit(st.context.url or "/")
    wanted = here.path + (f"?{here.query}" if here.query else "")
    return "/auth/login?" + urlencode({"next": wanted or "/", "lang": language})
