"""The pages before sign-in, as plain HTML that needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from db.queries.accounts import AccountRow
from domain.vocabulary import Mark
from wording.translator import LANGUAGES, Translator

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Surroundings:
    """What stands round every form.

    `path` and `kept` (fields of the address worth keeping) make the language switch.
    """

    t: Translator
    mark: Mark | None
    place: str
    path: str
    kept: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _page() -> Template:
    return Template((TEMPLATES / "page.html").read_text(encoding="utf-8"))


def page(
    around: Surroundings, title: str, body: str, *, head: str = "", switch: bool = True
) -> str:
    """A whole page; `title` is text, `body` and `head` are HTML made here.

    `switch` draws the language switch, for pages that nobody is signed in to yet.
    """
    t = around.t
    band = f'<p class="band">{escape(t(f"band.{around.mark}"))}</p>' if around.mark else ""
    switches = [
        f'<a href="{escape(around.path)}?{escape(urlencode({**around.kept, "lang": other}))}" '
        f'lang="{other}">{escape(t.label("language", other))}</a>'
        for other in LANGUAGES
        if switch and other != t.language
    ]
    return _page().substitute(
        language=t.language,
        title=escape(title),
        band=band,
        place=escape(around.place),
        body=body,
        languages=" ".join(switches),
        head=head,
    )


def _hidden(fields: dict[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _message(text: str | None, kind: str = "message") -> str:
    role = "alert" if kind == "message" else "status"
    return f'<p class="{kind}" role="{role}">{escape(text)}</p>' if text else ""


def _password(name: str, label: str, autocomplete: str, *, focus: bool = False) -> str:
    start = " autofocus" if focus else ""
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="password" autocomplete="{autocomplete}" '
        f'maxlength="512" required{start}>'
    )


def _name(label: str, value: str) -> str:
    start = "" if value else " autofocus"
    return (
        f'<label for="name">{escape(label)}</label>'
        f'<input id="name" name="name" value="{escape(value)}" autocomplete="username" '
        f'autocapitalize="none" spellcheck="false" maxlength="80" required{start}>'
    )


def sign_in(
    around: Surroundings,
    *,
    wanted: str,
    name: str = "",
    message: str | None = None,
    note: str | None = None,
    demo: Sequence[AccountRow] = (),
    units: dict[str, str] | None = None,
) -> str:
    """The sign-in form; `wanted` is the address to go to afterwards."""
    t = around.t
    hidden = _hidden({"next": wanted, "lang": t.language})
    body = (
        _message(message)
        + _message(note, "note")
        + '<form method="post" action="/auth/login">'
        + hidden
        + _name(t("sign_in.name"), name)
        + _password("password", t("sign_in.password"), "current-password", focus=bool(name))
        + f"<button>{escape(t('sign_in.enter'))}</button></form>"
    )
    if demo:
        body += _demo_door(around, hidden, demo, units or {})
    return page(around, t("sign_in.title"), body)


def _demo_door(
    around: Surroundings, hidden: str, demo: Sequence[AccountRow], units: dict[str, str]
) -> str:
    t = around.t
    buttons = "".join(
        f'<button name="name" value="{escape(account.name)}">'
        f"<b>{escape(_capital(', '.join(t.label('role', role) for role in account.roles)))}</b>"
        f"<span>{escape(units.get(account.unit or '', account.name))}</span></button>"
        for account in demo
    )
    return (
        f'<div class="door"><h2>{escape(t("sign_in.demo"))}</h2>'
        f'<p class="hint">{escape(t("sign_in.demo_hint"))}</p>'
        f'<form method="post" action="/auth/demo" class="demo">{hidden}{buttons}</form></div>'
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def no_account(around: Surroundings) -> str:
    """What stands in place of the form while nobody can sign in."""
    t = around.t
    return page(around, t("setup.title"), f"<p>{escape(t('setup.no_account'))}</p>")


def choose_password(
    around: Surroundings,
    *,
    purpose: str,
    code: str,
    name: str | None = "",
    message: str | None = None,
) -> str:
    """The form at a one-time link. `name` None: the account is known, it is not asked."""
    t = around.t
    body = (
        f"<p>{escape(t(f'{purpose}.intro'))}</p>"
        + _message(message)
        + f'<form method="post" action="/auth/{purpose}">'
        + _hidden({"code": code, "lang": t.language})
        + ("" if name is None else _name(t("setup.name"), name))
        + f'<p class="hint">{escape(t("password.hint"))}</p>'
        + _password("password", t("password.new"), "new-password", focus=name is None or bool(name))
        + _password("again", t("password.again"), "new-password")
        + f"<button>{escape(t(f'{purpose}.enter'))}</button></form>"
    )
    return page(around, t(f"{purpose}.title"), body)


def sign_out(around: Surroundings) -> str:
    """The question before signing out, for whoever comes by the address alone."""
    t = around.t
    body = (
        '<form method="post" action="/auth/logout">'
        + _hidden({"lang": t.language})
        + f"<button autofocus>{escape(t('sign_out.enter'))}</button></form>"
    )
    return page(around, t("sign_out.title"), body)


def sentence(around: Surroundings, title: str, text: str) -> str:
    """A page that says one thing and leads back to the sign-in form."""
    t = around.t
    lang = urlencode({"lang": t.language})
    body = (
        f'<p>{escape(text)}</p><p><a href="/auth/login?{lang}">{escape(t("sign_in.title"))}</a></p>'
    )
    return page(around, title, body)
