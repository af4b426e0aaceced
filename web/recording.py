"""Routes to record meetings, situation reports and the daily round-up from a phone.

Plain HTML over the same commands as everything else, because Streamlit's scripts are too
heavy for a poor line. Whoever comes here is signed in (the gate saw to it).
"""

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from db.commands.saving import AlreadySaved, NotPermitted
from db.queries import recording
from db.queries.accounts import SignedIn
from domain.faults import Refused
from domain.station import now
from web import record_fields, record_html, round_up
from web.forms import Surroundings, page
from web.gate import SIGNED_IN
from web.record_faults import by_field, flagged, words_of
from web.record_fields import Fields, one
from web.recording_store import RecordingStore
from web.service import Service
from wording.translator import Translator

STATIC = Path(__file__).parent / "templates"
LARGEST_FORM = 256 * 1024
FORMS = ("meeting", "report")


class RecordingPages:
    """The pages under /record."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.store = RecordingStore(service.engine)

    def routes(self) -> list[Route]:
        """What app.py hangs into the server."""
        return [
            Route("/record", self.start, methods=["GET"]),
            Route("/record/record.js", _static("record.js", "text/javascript")),
            Route("/record/record.css", _static("record.css", "text/css")),
            Route("/record/draft", self.draft, methods=["POST"]),
            Route("/record/round-up", self.show_round_up, methods=["GET"]),
            Route("/record/round-up", self.take_round_up, methods=["POST"]),
            Route("/record/{form}", self.show, methods=["GET"]),
            Route("/record/{form}", self.take, methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        """What can be recorded, and the drafts that wait."""
        who, t = _who(request)
        if not recording.may_record(who.reader):
            return await self._answer(request, t, t("record.title"), _said(t("record.not_yours")))
        waiting = await self.service.call(self.store.drafts, who)
        links = [("meeting", "page.record_meeting"), ("report", "page.record_report")]
        body = "".join(
            f'<a class="big" href="/record/{form}">{escape(t(title))}</a>' for form, title in links
        )
        body += f'<a class="big" href="/record/round-up">{escape(t("record.round_up"))}</a>'
        body += _draft_list(waiting, t)
        body += f'<p><a href="/">{escape(t("record.home"))}</a></p>'
        return await self._answer(request, t, t("record.title"), body)

    async def show(self, request: Request) -> Response:
        """An empty form, or a draft of one's own; drafts that wait are offered."""
        who, _ = _who(request)
        form = request.path_params["form"]
        if form not in FORMS or not recording.may_record(who.reader):
            return Response(status_code=404)
        waiting = await self.service.call(self.store.drafts, who)
        key = request.query_params.get("draft", "")
        draft = next((d for d in waiting if d.form_key == key and d.form == form), None)
        if draft is not None:
            return await self._form(request, form, draft.form_key, draft.fields)
        fields = _first_fields(form, who)
        offers = [d for d in waiting if d.form == form]
        return await self._form(request, form, str(uuid.uuid4()), fields, offers=offers)

    async def take(self, request: Request) -> Response:
        """Keep what was sent, add a block for an input, or say what is to be put right."""
        who, t = _who(request)
        form = request.path_params["form"]
        fields = await read_fields(request)
        if form not in FORMS or fields is None:
            return Response(status_code=404 if fields is not None else 413)
        if not recording.may_record(who.reader):
            return await self._turned_away(who, form)
        key = one(fields, "form_key") or str(uuid.uuid4())
        if one(fields, "do") == "drop":
            await self.service.call(self.store.drop, who, key)
            return RedirectResponse("/record", status_code=303)
        if one(fields, "do") == "add":
            more = {**fields, "items": [str(record_fields.item_count(fields) + 1)]}
            await self.service.call(self.store.keep, who, form, key, more)
            return await self._form(request, form, key, more)
        faults = flagged(fields, await self.service.call(self.store.denied), t)
        if faults and one(fields, "confirm") != "yes":
            return await self._form(request, form, key, fields, faults=faults, confirm=True)
        return await self._save(request, who, form, key, fields)

    async def _save(
        self, request: Request, who: SignedIn, form: str, key: str, fields: Fields
    ) -> Response:
        t = translator_of(who)
        try:
            subject = await self.service.call(self.store.record, who, form, key, fields)
        except AlreadySaved as before:
            return await self._receipt(request, t, before.subject, "save.before")
        except Refused as refused:
            await self.service.call(self.store.keep, who, form, key, fields)
            faults = by_field(refused.faults, fields, t)
            return await self._form(request, form, key, fields, faults=faults, status=422)
        except NotPermitted:
            await self.service.call(self.store.refused, who, form)
            faults = {"area": [t("save.not_permitted")]}
            return await self._form(request, form, key, fields, faults=faults, status=403)
        return await self._receipt(request, t, subject, "save.done")

    async def draft(self, request: Request) -> Response:
        """Keep what was typed so far."""
        who, _ = _who(request)
        fields = await read_fields(request)
        if fields is None or one(fields, "form") not in FORMS or not one(fields, "form_key"):
            return JSONResponse({"kept": False}, status_code=400)
        form, key = one(fields, "form"), one(fields, "form_key")
        if not recording.may_record(who.reader):
            return JSONResponse({"kept": False}, status_code=403)
        kept = await self.service.call(self.store.keep, who, form, key, fields)
        return JSONResponse({"kept": kept})

    async def show_round_up(self, request: Request) -> Response:
        """The own kecamatan and who reported today."""
        return await self._round_up(request, {}, {})

    async def take_round_up(self, request: Request) -> Response:
        """Keep one daily report for each row that says something; a pasted message fills rows."""
        who, t = _who(request)
        fields = await read_fields(request)
        if fields is None:
            return Response(status_code=413)
        if not recording.may_record(who.reader):
            return await self._turned_away(who, "report")
        if one(fields, "do") == "paste":
            choices, names = await self.service.call(self.store.places, who)
            return await self._round_up(request, round_up.pasted(fields, choices, names), {})
        faults: dict[str, list[str]] = {}
        left: dict[str, list[str]] = {}
        kept: dict[str, list[str]] = {"save.done": [], "save.before": []}
        denied = await self.service.call(self.store.denied)
        for area, report, key in round_up.reports(fields, now().date(), who.reader.unit):
            row = round_up.of_area(fields, area)
            doubts = [text for found in flagged(row, denied, t).values() for text in found]
            if doubts and one(row, f"confirm_{area}") != "yes":
                faults[area] = doubts
                left |= {**row, f"doubt_{area}": ["yes"]}
                continue
            command = partial(self.store.report, who, report, key)
            try:
                await self.service.call(command)
                kept["save.done"].append(area)
            except AlreadySaved:
                kept["save.before"].append(area)
            except (Refused, NotPermitted) as error:
                if isinstance(error, NotPermitted):
                    await self.service.call(self.store.refused, who, "report")
                found = error.faults if isinstance(error, Refused) else ()
                faults[area] = [words_of(fault, t) for fault in found] or [t("save.not_permitted")]
                left |= row
        return await self._round_up(request, left, faults, kept)

    async def _turned_away(self, who: SignedIn, form: str) -> Response:
        """Nothing is here for who may not record; that it was tried is entered."""
        await self.service.call(self.store.refused, who, form)
        return Response(status_code=404)

    async def _round_up(
        self,
        request: Request,
        fields: Fields,
        faults: Mapping[str, list[str]],
        kept: Mapping[str, list[str]] | None = None,
    ) -> Response:
        who, t = _who(request)
        if not recording.may_record(who.reader):
            return Response(status_code=404)
        choices = await self.service.call(self.store.choices, who)
        today = now().date()
        reported = await self.service.call(self.store.reported, who)
        said = round_up.said(t, choices, kept or {}, faults)
        body = said + round_up.table(t, choices, reported, fields, faults, today)
        return await self._answer(request, t, t("record.round_up"), body)

    async def _form(
        self,
        request: Request,
        form: str,
        key: str,
        fields: Fields,
        *,
        faults: Mapping[str, list[str]] | None = None,
        offers: list[recording.DraftRow] | None = None,
        confirm: bool = False,
        status: int = 200,
    ) -> Response:
        who, t = _who(request)
        choices, promises, names = await self.service.call(self.store.around, who)
        drawn = record_html.Form(t, fields, choices, faults or {})
        inner = (
            record_html.meeting_form(drawn, promises, names)
            if form == "meeting"
            else record_html.report_form(drawn)
        )
        lost = [found for name, found in drawn.faults.items() if name not in drawn.placed]
        unplaced = [text for found in lost for text in found]
        head = _draft_list(offers or [], t) + "".join(_said(text) for text in unplaced)
        if faults:
            head = _said(t("record.to_mend", n=sum(map(len, faults.values())))) + head
        agreed = (
            f'<label class="box"><input type="checkbox" name="confirm" value="yes"> '
            f"{escape(t('record.confirm'))}</label>"
            if confirm
            else ""
        )
        body = (
            f'{head}<form method="post" action="/record/{form}" data-form="{form}" '
            f'data-kept="{escape(t("record.kept"))}" data-unkept="{escape(t("record.unkept"))}">'
            f'<input type="hidden" name="form_key" value="{escape(key)}">{inner}{agreed}'
            f'<p class="kept" role="status"></p>'
            f'<button name="do" value="save">{escape(t("record.save"))}</button> '
            f'<button class="second" name="do" value="drop">{escape(t("record.drop"))}</button>'
            '</form><script src="/record/record.js" defer></script>'
        )
        title = t(f"page.record_{form}")
        return await self._answer(request, t, title, body, status=status)

    async def _receipt(self, request: Request, t: Translator, subject: str, key: str) -> Response:
        kind = "meeting" if subject.startswith("P-") else "report"
        link = f'<a href="/meetings?meeting={escape(subject)}">{escape(t("record.see"))}</a>'
        body = (
            f'<p class="note" role="status" data-saved="{kind}">'
            f"{escape(t(key))} <b>{escape(subject)}</b></p>"
            f"<p>{link if kind == 'meeting' else ''}</p>"
            f'<p><a href="/record/{kind}">{escape(t("record.next"))}</a> '
            f'<a href="/record">{escape(t("record.title"))}</a> '
            f'<a href="/">{escape(t("record.home"))}</a></p>'
            '<script src="/record/record.js" defer></script>'
        )
        return await self._answer(request, t, t("record.saved"), body)

    async def _answer(
        self, request: Request, t: Translator, title: str, body: str, *, status: int = 200
    ) -> Response:
        facts = await self.service.facts()
        around = Surroundings(t, facts.mark, facts.place, request.url.path)
        head = '<link rel="stylesheet" href="/record/record.css">'
        html = page(around, title, body, head=head, switch=False)
        return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})


def _static(name: str, mime: str) -> Callable[[Request], Any]:
    async def serve(_request: Request) -> Response:
        headers = {"Cache-Control": "private, max-age=86400"}
        return FileResponse(STATIC / name, media_type=mime, headers=headers)

    return serve


def translator_of(who: SignedIn) -> Translator:
    """The texts in the language that the account reads in."""
    return Translator("en" if who.language == "en" else "id")


def _who(request: Request) -> tuple[SignedIn, Translator]:
    who: SignedIn = request.scope[SIGNED_IN]
    return who, translator_of(who)


async def read_fields(request: Request) -> dict[str, list[str]] | None:
    """The fields of a form with all their values; None beyond 256 kB or 4000 fields.

    Without NUL, which no text holds and which PostgreSQL does not take.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    text = body.decode("utf-8", "replace")
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=4000)
    except ValueError:
        return None
    return {name: [value.replace("\x00", "") for value in found[name]] for name in found}


def _first_fields(form: str, who: SignedIn) -> dict[str, list[str]]:
    """What a new form is filled with: today, the only area there is; never a village."""
    day = "held_on" if form == "meeting" else "reported_on"
    areas = sorted(who.reader.areas)
    fields = {day: [now().date().isoformat()], "items": ["1" if form == "meeting" else "0"]}
    if len(areas) == 1:
        fields["area"] = areas
    if form == "report":
        fields["kind"] = ["daily"]
    return fields


def _said(text: str) -> str:
    return f'<p class="message" role="alert">{escape(text)}</p>'


def _draft_list(waiting: list[recording.DraftRow], t: Translator) -> str:
    if not waiting:
        return ""
    rows = "".join(
        f'<li><a href="/record/{escape(d.form)}?draft={escape(d.form_key)}">'
        f"{escape(t(f'page.record_{d.form}'))}, "
        f"{escape(d.saved_at[:16].replace('T', ' '))}</a></li>"
        for d in waiting
    )
    return f'<div class="note"><b>{escape(t("record.drafts"))}</b><ul>{rows}</ul></div>'
