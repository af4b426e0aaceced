"""The routes behind one-time links: the first account, and a new password."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from access import tokens
from access.faults import sentence
from db.commands import passwords
from db.commands.accounts import RESET, SETUP
from db.engine import reading
from db.queries import accounts as queries
from domain.faults import Refused
from web import forms
from web.service import Service, Turned, entered, own_form, translator
from wording.translator import Translator


class CodePages:
    """GET and POST of /auth/setup and /auth/reset."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """What app.py hangs into the server."""
        return [
            Route("/auth/setup", self.show_setup, methods=["GET"]),
            Route("/auth/setup", self.setup, methods=["POST"]),
            Route("/auth/reset", self.show_reset, methods=["GET"]),
            Route("/auth/reset", self.reset, methods=["POST"]),
        ]

    async def show_setup(self, request: Request) -> Response:
        """The form of the first account, at a link with a valid code."""
        return await self._show(request, SETUP)

    async def show_reset(self, request: Request) -> Response:
        """The form for a new password, at a link with a valid code."""
        return await self._show(request, RESET)

    async def setup(self, request: Request) -> Response:
        """Make the first account and enter with it."""
        form = await self._checked_form(request, SETUP)
        t = translator(form.get("lang"))
        try:
            account = await self.service.in_line(
                t,
                passwords.make_first_account,
                self.service.engine(),
                form.get("code", ""),
                form.get("name", ""),
                form["password"],
                self.service.clock(),
            )
        except Refused as refused:
            return await self._again(request, form, SETUP, sentence(t, refused))
        if account is None:
            return await self._no_such_code(request, t, SETUP)
        token = await self.service.call(
            passwords.open_session, self.service.engine(), account, self.service.clock()
        )
        return entered(request, token, "/")

    async def reset(self, request: Request) -> Response:
        """Store the new password and lead to the sign-in form."""
        form = await self._checked_form(request, RESET)
        t = translator(form.get("lang"))
        try:
            done = await self.service.in_line(
                t,
                passwords.reset_password,
                self.service.engine(),
                form.get("code", ""),
                form["password"],
                self.service.clock(),
            )
        except Refused as refused:
            return await self._again(request, form, RESET, sentence(t, refused))
        if not done:
            return await self._no_such_code(request, t, RESET)
        return RedirectResponse(f"/auth/login?done=reset&lang={t.language}", status_code=303)

    async def _show(self, request: Request, purpose: str) -> Response:
        t = translator(request.query_params.get("lang"))
        code = request.query_params.get("code", "")
        if not await self.service.call(self._is_open, code, purpose):
            return await self._no_such_code(request, t, purpose)
        return await self._code_form(request, t, code, purpose, "", None)

    async def _checked_form(self, request: Request, purpose: str) -> dict[str, str]:
        """The form, when its code holds and both passwords are alike; else Turned."""
        form = await own_form(request)
        t = translator(form.get("lang"))
        if not await self.service.call(self._is_open, form.get("code", ""), purpose):
            raise Turned(await self._no_such_code(request, t, purpose))
        if form.setdefault("password", "") != form.get("again"):
            raise Turned(await self._again(request, form, purpose, t("password.unlike")))
        return form

    def _is_open(self, code: str, purpose: str) -> bool:
        with reading(self.service.engine()) as session:
            found = queries.open_code(session, tokens.digest(code), purpose, self.service.clock())
            return found is not None

    async def _no_such_code(self, request: Request, t: Translator, purpose: str) -> Response:
        around = await self.service.around(request, t)
        html = forms.sentence(around, t(f"{purpose}.title"), t(f"{purpose}.no_such_code"))
        return HTMLResponse(html, status_code=410)

    async def _again(
        self, request: Request, form: dict[str, str], purpose: str, message: str
    ) -> Response:
        t, code = translator(form.get("lang")), form.get("code", "")
        return await self._code_form(request, t, code, purpose, form.get("name", ""), message)

    async def _code_form(
        self,
        request: Request,
        t: Translator,
        code: str,
        purpose: str,
        name: str,
        message: str | None,
    ) -> Response:
        around = await self.service.around(request, t, code=code)
        html = forms.choose_password(
            around,
            purpose=purpose,
            code=code,
            name=name if purpose == SETUP else None,
            message=message,
        )
        return HTMLResponse(html, status_code=422 if message else 200)
