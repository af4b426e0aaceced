"""The routes to sign in and out, and the door of training databases."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from access import tokens
from db.commands import accounts as commands
from db.commands import passwords
from db.commands.passwords import Outcome
from db.engine import writing
from web import forms
from web.requests import client_address, is_secure, next_address, session_token
from web.service import Service, entered, own_form, translator
from wording.translator import Translator

NOTES = frozenset({"reset", "out"})


class SignInPages:
    """GET and POST of /auth/login and /auth/logout, POST of /auth/demo."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """What app.py hangs into the server."""
        return [
            Route("/auth/login", self.show_sign_in, methods=["GET"]),
            Route("/auth/login", self.sign_in, methods=["POST"]),
            Route("/auth/demo", self.demo, methods=["POST"]),
            Route("/auth/logout", self.show_sign_out, methods=["GET"]),
            Route("/auth/logout", self.sign_out, methods=["POST"]),
        ]

    async def show_sign_in(self, request: Request) -> Response:
        """The form; whoever is signed in already goes on."""
        t = translator(request.query_params.get("lang"))
        wanted = next_address(request.query_params.get("next"))
        token = session_token(request)
        if token and await self.service.look_up(token):
            return RedirectResponse(wanted, status_code=303)
        done = request.query_params.get("done")
        note = t(f"sign_in.after_{done}") if done in NOTES else None
        return await self._form(t, wanted, note=note)

    async def sign_in(self, request: Request) -> Response:
        """Check name and password; a cookie and the wanted address, or the form again."""
        form = await own_form(request)
        t, wanted = translator(form.get("lang")), next_address(form.get("next"))
        name = form.get("name", "")
        result = await self.service.in_line(
            t,
            passwords.sign_in,
            self.service.engine(),
            name,
            form.get("password", ""),
            client_address(request),
            self.service.clock,
            session_token(request),
        )
        if result.outcome is Outcome.RIGHT and result.token:
            return entered(request, result.token, wanted)
        if result.outcome is Outcome.WAIT:
            text = t("sign_in.wait", n=result.minutes)
            answer = await self._form(t, wanted, name=name, message=text, status=429)
            answer.headers["Retry-After"] = str(int(result.wait.total_seconds()) + 1)
            return answer
        return await self._form(t, wanted, name=name, message=t("sign_in.wrong"), status=401)

    async def demo(self, request: Request) -> Response:
        """Enter as a demo account; the mark of the database is looked at here and now."""
        form = await own_form(request)
        token = await self.service.call(
            passwords.demo_sign_in,
            self.service.engine(),
            form.get("name", ""),
            self.service.clock(),
            session_token(request),
        )
        if token is None:
            return Response(status_code=404)
        return entered(request, token, next_address(form.get("next")))

    async def show_sign_out(self, request: Request) -> Response:
        """A question: opening the address alone signs nobody out."""
        t = translator(request.query_params.get("lang"))
        return HTMLResponse(forms.sign_out(await self.service.around(request, t)))

    async def sign_out(self, request: Request) -> Response:
        """End this browser's session and take its cookie away."""
        form = await own_form(request)
        if token := session_token(request):
            await self.service.call(self._end, token)
        language = translator(form.get("lang")).language
        answer = RedirectResponse(f"/auth/login?done=out&lang={language}", status_code=303)
        secure = is_secure(request)
        answer.delete_cookie(
            tokens.cookie_name(secure=secure), secure=secure, httponly=True, samesite="strict"
        )
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    def _end(self, token: str) -> None:
        with writing(self.service.engine(), ledger=False) as session:
            commands.sign_out(session, tokens.digest(token), self.service.clock())

    async def _form(
        self,
        t: Translator,
        wanted: str,
        *,
        name: str = "",
        message: str | None = None,
        note: str | None = None,
        status: int = 200,
    ) -> Response:
        facts = await self.service.facts()
        kept = {} if wanted == "/" else {"next": wanted}
        around = forms.Surroundings(t, facts.mark, facts.place, "/auth/login", kept)
        if not facts.any_account:
            return HTMLResponse(forms.no_account(around))
        html = forms.sign_in(
            around,
            wanted=wanted,
            name=name,
            message=message,
            note=note,
            demo=facts.demo,
            units=facts.units,
        )
        return HTMLResponse(html, status_code=status)
