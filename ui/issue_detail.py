"""One opened input: what was said, where it stands, and everything that happened to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from types import MappingProxyType
from urllib.parse import quote

import streamlit as st

from db.queries.evidence import EvidenceUse, evidence_of
from db.queries.issue_detail import VOIDED, EventRow, IssueDetail, IssueRecord, MeetingRef
from db.queries.reference import StageRow
from domain.cells import LIST_SEPARATOR
from domain.evidence import DIGEST
from domain.permissions import Reader
from domain.scope import Scope
from domain.station import today
from ui import cached
from ui.issue_table import close_issue
from ui.issue_words import due_words, said_words, text_words
from ui.keys import Key
from ui.links import link
from wording import dates
from wording.sentences import listed
from wording.translator import Translator


def issue_detail(
    detail: IssueDetail,
    scope: Scope,
    names: Mapping[str, str],
    stages: Sequence[StageRow],
    t: Translator,
    reader: Reader,
) -> None:
    """Draw an opened input with its history, as of the day of the scope."""
    record = detail.record
    with st.container(border=True, key="issue_detail"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("issues.detail", ticket=record.issue), anchor=False)
            st.button(t("issues.close"), key=Key.ISSUE_CLOSE, on_click=close_issue)
        st.html(_said(detail, names, t))
        if detail.absent is not None:
            st.info(_absent(detail, t))
        if detail.row is not None:
            st.html(_facts(_standing(detail, names, stages, t)))
        if detail.row is not None or detail.absent == VOIDED:
            uses: Mapping[str, EvidenceUse] = {}
            if any(event.evidence for event in detail.events):
                uses = cached.ask(evidence_of, reader, record.issue, today())
            st.html(history(detail, scope.as_of, names, t, uses))
            _ways(detail, scope, t, reader)


def _said(detail: IssueDetail, names: Mapping[str, str], t: Translator) -> str:
    record = detail.record
    void = " k-void" if record.voided_on is not None else ""
    text = escape(text_words(record.text, t))
    under = [said_words(record, names, t)]
    if record.shielded:
        under.append(t("issues.shielded"))
    return (
        f'<blockquote class="k-said{void}">{text}</blockquote>'
        f'<div class="k-soft">{escape(". ".join(under))}.</div>'
    )


def _absent(detail: IssueDetail, t: Translator) -> str:
    record = detail.record
    day = {
        VOIDED: record.voided_on,
        "later": record.reported_on,
        "entered_later": record.recorded_on,
    }[detail.absent or VOIDED]
    return t(f"issues.absent.{detail.absent}", day=_day(day, t))


def _standing(
    detail: IssueDetail, names: Mapping[str, str], stages: Sequence[StageRow], t: Translator
) -> Iterable[tuple[str, str]]:
    """Where the issue stands on the day: labels and words."""
    row, record = detail.row, detail.record
    if row is None:
        return
    threats = [record.threat, *(e.threat for e in detail.events if e.voided_on is None)]
    known = [threat for threat in threats if threat is not None]
    said_in = [stage.name(t.language) for stage in stages if stage.code in row.stages]
    yield t("issues.fact.state"), t.label("state", row.state)
    yield t("issues.fact.severity"), t.label("severity", row.severity)
    yield t("issues.fact.due"), due_words(row, t)
    yield t("issues.fact.owner"), names.get(row.unit or "", t("unknown.owner"))
    yield t("issues.fact.category"), t.label("category", row.category)
    yield t("issues.fact.kind"), t.label("kind", row.kind)
    yield t("issues.fact.threat"), t.label("threat", known[-1] if known else None)
    yield t("issues.fact.source"), _source(record, t)
    yield t("issues.fact.stages"), listed(t, said_in) or t("issues.no_stage")


def _source(record: IssueRecord, t: Translator) -> str:
    words = t.label("source", record.source)
    if record.meeting is not None:
        words = _meeting_words(record.meeting, t)
    return f"{words} · {text_words(record.told, t)}" if record.told else words


def _meeting_words(meeting: MeetingRef, t: Translator) -> str:
    return f"{t.label('programme', meeting.programme)}, {_day(meeting.held_on, t)}"


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in facts)
    return f'<dl class="k-pairs">{rows}</dl>'


def history(
    detail: IssueDetail,
    as_of: date,
    names: Mapping[str, str],
    t: Translator,
    uses: Mapping[str, EvidenceUse] = MappingProxyType({}),
) -> str:
    """Every event in order, as a list; the record itself comes first.

    `uses` are the evidence files that the reader may open.
    """
    first = _line(
        detail.record.reported_on,
        t("issues.event.recorded"),
        _answers(detail.record.severity, detail.record.threat, detail.record.rubric, t),
        _entered(detail.record.reported_on, detail.record.recorded_on, as_of, t),
        detail.record.voided_on,
        t,
    )
    ticket = detail.record.issue
    events = "".join(
        _event(event, as_of, names, t, evidence_links(ticket, event, uses, t))
        for event in detail.events
    )
    nothing = "" if events else f'<p class="k-soft">{escape(t("issues.no_history"))}</p>'
    return (
        f'<h3 class="k-part">{escape(t("issues.history"))}</h3>'
        f'<ol class="k-history">{first}{events}</ol>{nothing}'
    )


def _event(
    event: EventRow, as_of: date, names: Mapping[str, str], t: Translator, files: str
) -> str:
    parts = [names.get(event.unit, event.unit)] if event.unit else []
    if event.due_on is not None:
        parts.append(t("issues.event.due", day=_day(event.due_on, t)))
    parts += _answers(event.severity, event.threat, event.rubric, t)
    if event.by_group:
        parts.append(t("issues.event.by_group", group=t.label("group", event.by_group)))
    if event.meeting is not None:
        programme = t.label("programme", event.meeting.programme)
        day = _day(event.meeting.held_on, t)
        parts.append(t("issues.event.meeting", programme=programme, day=day))
    if event.into:
        parts.append(t("issues.event.into", ticket=event.into))
    if event.reason:
        parts.append(t("issues.event.reason", reason=_reason(event.reason, t)))
    if event.evidence:
        parts.append(_evidence(event.evidence, t))
    if event.note:
        parts.append(f"“{text_words(event.note, t)}”")
    entered = _entered(event.occurred_on, event.recorded_on, as_of, t)
    word = t.label("event", event.event)
    return _line(event.occurred_on, word, parts, entered, event.voided_on, t, files)


def _evidence(cell: str, t: Translator) -> str:
    """What was shown, or of an assignment what will be expected: files are counted."""
    parts = cell.split(LIST_SEPARATOR)
    if all(DIGEST.fullmatch(part) for part in parts):
        return t("issues.event.evidence_files", n=len(parts))
    return t("issues.event.evidence", evidence=text_words(cell, t))


def evidence_links(
    ticket: str, event: EventRow, uses: Mapping[str, EvidenceUse], t: Translator
) -> str:
    """A link to each file of an event, its day, and where the same file was shown besides."""
    lines = []
    for digest in (event.evidence or "").split(LIST_SEPARATOR):
        use = uses.get(digest)
        if use is None:
            continue
        words = t("evidence.open", kind=t(f"evidence.kind.{use.mime.split('/')[1]}"))
        if use.captured_on is not None:
            words += f" · {t('evidence.captured', day=_day(use.captured_on, t))}"
        address = f"/evidence/{quote(ticket)}/{digest}"
        marks = "".join(
            f'<div class="k-gap"><b>{escape(mark)}</b></div>' for mark in _used_twice(use, t)
        )
        lines.append(f'<div><a href="{address}" download>{escape(words)}</a></div>{marks}')
    return "".join(lines)


def _used_twice(use: EvidenceUse, t: Translator) -> Iterable[str]:
    if use.also:
        yield t("evidence.used_elsewhere", tickets=", ".join(use.also))
    if use.times > 1:
        yield t("evidence.used_again", n=use.times)


def _answers(
    severity: int | None, threat: str | None, rubric: Iterable[str], t: Translator
) -> list[str]:
    parts = []
    if severity is not None:
        parts.append(t("issues.event.severity", level=t.label("severity", severity)))
    if threat is not None:
        parts.append(t.label("threat", threat))
    return [*parts, *(t.label("rubric", answer) for answer in rubric)]


def _reason(reason: str, t: Translator) -> str:
    key = f"unable_reason.{reason}"
    return t(key) if t.has(key) else text_words(reason, t)


def _line(
    day: date,
    word: str,
    parts: Iterable[str],
    entered: str,
    voided: date | None,
    t: Translator,
    files: str = "",
) -> str:
    marks = [entered] if entered else []
    if voided is not None:
        marks.append(t("issues.event.voided", day=_day(voided, t)))
    void = ' class="k-void"' if voided is not None else ""
    said = escape(" · ".join(["", *parts]))
    mark = f'<div class="k-mark">{escape("; ".join(marks))}</div>' if marks else ""
    return (
        f'<li><span class="k-day">{escape(_day(day, t))}</span>'
        f"<div><span{void}><b>{escape(word)}</b>{said}</span>{mark}{files}</div></li>"
    )


def _entered(happened: date, recorded: date | None, as_of: date, t: Translator) -> str:
    """When something was entered, where that was not on its own day."""
    if recorded is None or recorded <= happened:
        return ""
    key = "issues.event.entered_later" if recorded > as_of else "issues.event.entered"
    return t(key, day=_day(recorded, t))


def _day(day: date | None, t: Translator) -> str:
    return t("unknown.date") if day is None else dates.short(day, t.language)


def _ways(detail: IssueDetail, scope: Scope, t: Translator, reader: Reader) -> None:
    """Links to the meetings and issues that the history names."""
    named = [detail.record.meeting, *(event.meeting for event in detail.events)]
    meetings = {meeting.meeting: meeting for meeting in named if meeting is not None}
    if reader.may_open("meetings"):
        for meeting in meetings.values():
            day = _day(meeting.held_on, t)
            link("meetings", t("issues.open_meeting", day=day), scope, meeting=meeting.meeting)
    for ticket in dict.fromkeys(event.into for event in detail.events if event.into):
        link("issues", t("issues.open_into", ticket=ticket), scope, issue=ticket)
