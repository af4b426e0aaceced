"""The minutes of one meeting: who came, what was said and promised, and what came of it."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from db.queries import reference
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from db.queries.minutes import Input, Minutes, Outcome, Promise, Told, VoidedInput
from documents.record_words import inputs_said
from domain.scope import Scope
from domain.vocabulary import EventKind, Kind, State
from ui import cached
from ui.links import link
from ui.meeting_words import areas_text, present_text, written
from ui.pieces import chip, chips
from wording import dates
from wording.numbers import days_to_voting
from wording.sentences import listed
from wording.translator import Translator

Names = Mapping[str, str]


def minutes_sheet(who: SignedIn, found: Minutes, scope: Scope, t: Translator) -> None:
    """Draw the minutes; a ticket opens its issue."""
    names = cached.names(who.reader)
    head = found.head
    st.html(_head(who, head, scope, names, t))
    if head.voided_on is None or found.inputs or found.voided:
        st.subheader(t("minutes.inputs"), anchor=False)
    for sentence in inputs_said(t, found, scope.as_of, who.reader):
        st.html(f'<div class="k-plain-note">{escape(sentence)}</div>')
    for row in found.inputs:
        with st.container(key=f"minutes_input_{_safe(row.issue.issue)}"):
            link("issues", row.issue.issue, scope, issue=row.issue.issue)
            st.html(_input(row, names, t))
    for voided in found.voided:
        st.html(_voided(voided, t))
    if head.voided_on is None or found.told:
        st.subheader(t("minutes.told"), anchor=False)
    if not found.told and head.voided_on is None:
        st.html(f'<div class="k-soft">{escape(t("minutes.told.none"))}</div>')
    for place, told in enumerate(found.told):
        with st.container(key=f"minutes_told_{place}"):
            link("issues", told.issue, scope, issue=told.issue)
            st.html(_told(told, t))


def _safe(key: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in key)


def _head(who: SignedIn, head: MeetingRow, scope: Scope, names: Names, t: Translator) -> str:
    title = f"{dates.weekday(head.held_on, t.language)} · {t.label('programme', head.programme)}"
    voided = ""
    if head.voided_on is not None:
        words = t("meetings.is_voided", day=dates.full(head.voided_on, t.language))
        voided = f'<div class="k-plain-note k-gap"><b>{escape(words)}</b></div>'
    struck = " k-void" if head.voided_on else ""
    facts = "".join(
        f"<div><dt>{escape(t(f'minutes.{name}'))}</dt><dd>{escape(value)}</dd></div>"
        for name, value in _facts(head, names, t)
    )
    return (
        f'<div class="k-minutes-title{struck}" role="heading" aria-level="2">'
        f"{escape(title)}</div>{voided}{chips(_chips(who, head, scope, t))}"
        f'<dl class="k-dl">{facts}</dl>'
    )


def _chips(who: SignedIn, head: MeetingRow, scope: Scope, t: Translator) -> list[str]:
    frame = cached.ask(reference.frame, who.reader, scope.as_of, known=scope.known)
    made = []
    if frame.election is not None:
        made.append(chip(days_to_voting(head.held_on, frame.election.voting_day), strong=True))
    running = [
        stage.name(t.language)
        for stage in cached.ask(reference.stage_rows, who.reader)
        if stage.starts_on and stage.ends_on and stage.starts_on <= head.held_on <= stage.ends_on
    ]
    made += [chip(name) for name in running or [t("minutes.no_stage")]]
    promised = t("meetings.promised.yes" if head.promised else "meetings.promised.no")
    return [*made, chip(promised, dark=head.promised)]


def _facts(head: MeetingRow, names: Names, t: Translator) -> list[tuple[str, str]]:
    host = head.host_unit
    return [
        ("place", written(t, head.venue, "unknown.venue")),
        ("area", areas_text(t, head, names)),
        (
            "villages",
            ", ".join(names.get(code, code) for code in head.villages)
            or t("meetings.villages.none"),
        ),
        ("host", names.get(host, host) if host else t("meetings.host.none")),
        ("present", _present(head, t)),
        ("source", written(t, head.source, "unknown.source")),
        ("number", head.meeting),
    ]


def _present(head: MeetingRow, t: Translator) -> str:
    """Who came; where nobody counted any group, that is said once."""
    if head.headcount is None and head.attendance:
        groups = ", ".join(t.label("group", group) for group, _ in head.attendance)
        return t("minutes.present.uncounted", groups=groups)
    groups = ", ".join(
        f"{t.label('group', group)} ({_headcount(count, t)})" for group, count in head.attendance
    )
    present = present_text(t, head)
    return f"{present}: {groups}" if groups else present


def _headcount(count: int | None, t: Translator) -> str:
    return t("unknown.headcount") if count is None else t("meetings.present", n=count)


def _input(row: Input, names: Names, t: Translator) -> str:
    issue = row.issue
    village = names.get(issue.village, issue.village) if issue.village else None
    whom = [t.label("group", issue.raised_by), village or t("unknown.village")]
    about = [t.label("kind", issue.kind), t.label("category", issue.category), *whom]
    text = written(t, issue.text, "unknown.text")
    lines = [
        f'<div class="k-soft">{escape(" · ".join(about))}</div>',
        f'<div class="k-said">{escape(text)}</div>',
    ]
    if issue.kind == Kind.APPRECIATION:
        lines.append(f'<div class="k-soft">{escape(t("minutes.appreciation"))}</div>')
    else:
        lines.append(_line(t("minutes.promise"), _promise(row, names, t)))
        lines.append(_line(t("minutes.state"), _state(row, names, t)))
    return "".join(lines)


def _line(label: str, value: str) -> str:
    return f'<div class="k-minutes-line"><b>{escape(label)}:</b> {escape(value)}</div>'


def _promise(row: Input, names: Names, t: Translator) -> str:
    promise: Promise | None = row.promise
    if promise is None:
        return t(f"minutes.promise.{_why_no_promise(row)}")
    unit = promise.unit or row.issue.unit
    referred = promise.event == EventKind.REFERRED
    if promise.due_on is None:
        due = t("minutes.reply_due.none" if referred else "unknown.due")
    else:
        day = dates.short(promise.due_on, t.language)
        due = t("minutes.reply_due" if referred else "minutes.due", day=day)
    return t(
        f"minutes.{promise.event}",
        act=written(t, promise.act, "minutes.act.none"),
        unit=names.get(unit, unit) if unit else t("unknown.owner"),
        due=due,
    )


def _why_no_promise(row: Input) -> str:
    if row.issue.state == State.SETTLED:
        return "settled"
    return "none" if row.issue.is_open else "closed"


def _state(row: Input, names: Names, t: Translator) -> str:
    """Where it stands, since when, by whom; and when it is due while it is open."""
    issue, outcome = row.issue, row.outcome
    day = outcome.occurred_on if outcome else issue.reported_on
    parts = [
        t(
            "minutes.since",
            state=t.label("state", issue.state),
            day=dates.short(day, t.language),
        )
    ]
    if outcome is not None:
        parts += _by_whom(issue.state, outcome, names, t)
    if issue.late_days is not None:
        parts.append(t("minutes.late", days=t("unit.days", n=issue.late_days)))
    elif issue.is_open:
        parts.append(t("minutes.falls_due", day=dates.short(issue.due, t.language)))
    return " · ".join(parts)


WITNESSED = frozenset({State.VERIFIED, State.SETTLED})
BY = frozenset({State.CLAIMED, State.ANSWERED})


def _by_whom(state: str, outcome: Outcome, names: Names, t: Translator) -> Sequence[str]:
    unit = names.get(outcome.unit, outcome.unit) if outcome.unit else None
    said: list[str] = []
    if state in WITNESSED:
        group = t.label("group", outcome.by_group) if outcome.by_group else None
        who = [word for word in (unit, group) if word]
        said += [t("minutes.witness", who=listed(t, who))] if who else []
    elif state in BY and unit:
        said.append(t("minutes.by", who=unit))
    elif state == State.REFERRED and unit:
        said.append(t("minutes.to", who=unit))
    elif state == State.UNABLE and outcome.reason:
        key = f"unable_reason.{outcome.reason}"
        said.append(t(key) if t.has(key) else written(t, outcome.reason, "unknown.text"))
    if outcome.note and (state in WITNESSED | BY or state == State.UNABLE):
        said.append(written(t, outcome.note, "unknown.text"))
    return said


def _voided(voided: VoidedInput, t: Translator) -> str:
    words = t("meetings.is_voided", day=dates.short(voided.voided_on, t.language))
    text = written(t, voided.text, "unknown.text")
    return (
        f'<div><span class="k-void">{escape(voided.issue)} · {escape(text)}</span> '
        f'<span class="k-soft">{escape(words)}</span></div>'
    )


def _told(told: Told, t: Translator) -> str:
    about = [
        t.label("category", told.category),
        t("minutes.told_since", day=dates.short(told.reported_on, t.language)),
    ]
    event = t.label("event", told.event)
    if told.by_group and told.event != EventKind.VERIFIED:
        event = t("minutes.told_line", event=event, group=t.label("group", told.by_group))
    said = f"{event}: {written(t, told.note, 'unknown.text')}" if told.note else event
    return (
        f'<div class="k-soft">{escape(" · ".join(about))}</div>'
        f'<div class="k-said">{escape(written(t, told.text, "unknown.text"))}</div>'
        f'<div class="k-minutes-line"><b>{escape(said)}</b></div>'
    )
