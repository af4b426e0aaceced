"""What the routes before sign-in share: threads, forms, answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from access import tokens
from access.hashing import HASHES_AT_ONCE
from db.engine import reading
from db.queries import accounts as queries
from domain.vocabulary import Mark
from web import forms
from web.requests import FormTooLarge, is_own_origin, is_secure, read_form
from wording.translator import Translator

T = TypeVar("T")

WAITING_AT_MOST = 60
"""Passwords that may be in work or in line at once; beyond that a browser is told to wait."""


class Turned(Exception):
    """A request that is answered already: the wrong origin, a form too large, too many."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__(answer.status_code)


@dataclass(frozen=True)
class Facts:
    """What the pages before sign-in show of the database."""

    any_account: bool
    mark: Mark | None
    place: str
    demo: tuple[queries.AccountRow, ...]
    units: dict[str, str]


class Service:
    """The database, the clock, and two lines of threads: one to read, one to hash."""

    def __init__(self, engine: Callable[[], Engine], clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self._reading = anyio.CapacityLimiter(8)
        self._hashing = anyio.CapacityLimiter(HASHES_AT_ONCE)
        self._waiting = 0

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """Run a function that asks the database, beside the server's own threads."""
        return await anyio.to_thread.run_sync(partial(function, *args), limiter=self._reading)

    async def in_line(self, t: Translator, function: Callable[..., T], *args: Any) -> T:
        """Run a function that hashes; raises Turned when too many wait already."""
        if self._waiting >= WAITING_AT_MOST:
            text = t("gate.busy") + "\n"
            headers = {"Retry-After": "10"}
            raise Turned(Response(text, 503, headers, media_type="text/plain"))
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(partial(function, *args), limiter=self._hashing)
        finally:
            self._waiting -= 1

    async def look_up(self, token: str) -> queries.SignedIn | None:
        """Who sits in the session of this token."""
        return await self.call(self._who, token)

    def _who(self, token: str) -> queries.SignedIn | None:
        with reading(self.engine()) as session:
            return queries.reader_of(session, tokens.digest(token), self.clock())

    async def facts(self) -> Facts:
        """What the pages before sign-in show of the database."""
        return await self.call(self._facts)

    def _facts(self) -> Facts:
        with reading(self.engine()) as session:
            return Facts(
                queries.any_account(session),
                queries.mark(session),
                queries.district_name(session) or "",
                tuple(queries.demo_accounts(session)),
                queries.unit_names(session),
            )

    async def around(self, request: Request, t: Translator, **kept: str) -> forms.Surroundings:
        """What stands round a form at this address."""
        facts = await self.facts()
        return forms.Surroundings(t, facts.mark, facts.place, request.url.path, kept)


async def own_form(request: Request) -> dict[str, str]:
    """The fields of a form that a page of ours sent; raises Turned for any other."""
    if not is_own_origin(request):
        text = Translator("id")("gate.origin") + "\n"
        raise Turned(Response(text, 403, media_type="text/plain"))
    try:
        return await read_form(request)
    except FormTooLarge:
        raise Turned(Response(status_code=413)) from None


def translator(language: str | None) -> Translator:
    """Indonesian, unless English is asked for."""
    return Translator("en" if language == "en" else "id")


def entered(request: Request, token: str, wanted: str) -> Response:
    """Hand the browser its session and lead it on."""
    answer = RedirectResponse(wanted, status_code=303)
    secure = is_secure(request)
    answer.set_cookie(
        tokens.cookie_name(secure=secure),
        token,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return answer


async def answer_turned(_request: Request, turned: Exception) -> Response:
    """The exception handler for Turned."""
    if not isinstance(turned, Turned):
        raise turned
    return turned.answer
