"""The sentences of the timeline."""

from collections.abc import Mapping
from html import escape

from db.queries.reference import StageRow
from domain.figures import StageFigures
from domain.permissions import Reader
from domain.vocabulary import Role
from ui.stage_table import rate, stage_period
from ui.timeline_figure import Drawn
from wording import dates
from wording.translator import Translator


def headline(
    drawn: Drawn,
    stage: StageRow | None,
    figures: Mapping[str, StageFigures],
    t: Translator,
    *,
    public: bool,
) -> str:
    """What happened in the days shown, or in the stage in view, in one sentence."""
    if stage is not None:
        return _of_stage(drawn, stage, figures[stage.code], t, public=public)
    happened = [day.reported_on for day in drawn.issues] + [m.held_on for m in drawn.meetings]
    last = min(drawn.as_of, drawn.span[1])
    first = min([*happened, last]) if happened else min(drawn.span[0], last)
    between = {
        "first": dates.full(first, t.language),
        "last": dates.full(last, t.language),
        "m": len(drawn.meetings),
    }
    busiest = drawn.busiest()
    if busiest is not None:
        week, most = busiest
        return t(
            "timeline.headline",
            **between,
            n=drawn.total,
            week=(dates.day_month if first.year == last.year else dates.short)(week, t.language),
            most=most,
        )
    if public:
        return t("timeline.headline.public", **between)
    return t(
        "timeline.headline.meetings" if drawn.meetings else "timeline.headline.nothing", **between
    )


def _of_stage(
    drawn: Drawn, stage: StageRow, found: StageFigures, t: Translator, *, public: bool
) -> str:
    about: dict[str, object] = {
        "stage": stage.name(t.language),
        "period": stage_period(stage, t),
        "day": dates.full(drawn.as_of, t.language),
    }
    if not found.days:
        return t("timeline.headline.not_begun", **about)
    if public:
        return f"{about['stage']}, {about['period']}."
    if not found.issues and not drawn.meetings:
        return t("timeline.headline.stage_nothing", **about)
    return t(
        "timeline.headline.stage",
        **about,
        n=found.issues,
        rate=rate(found, t),
        m=len(drawn.meetings),
    )


def issues_link(count: int, found: StageFigures, t: Translator) -> str:
    """How many issues the list of a stage holds: it holds appreciations too."""
    more = count - found.issues
    if more > 0:
        return t("timeline.open_issues.more", n=count, m=more)
    return t("timeline.open_issues", n=count)


def click_hint(reader: Reader, t: Translator) -> str:
    """What a click does for this reader."""
    return t("timeline.click" if reader.may_open("issues") else "timeline.click.public")


def notes(reader: Reader, t: Translator) -> str:
    """What must be known to read the table, as HTML: overlaps, and what is not in it."""
    lines = [t("timeline.overlap")]
    if not reader.may_open("issues"):
        lines.append(t("timeline.public"))
    else:
        if not reader.sees_every_record:
            unit = Role.UNIT_HEAD in reader.roles
            lines.append(t("timeline.only_unit" if unit else "timeline.only_sector"))
        if not reader.sees_restricted:
            lines.append(t("timeline.restricted"))
    return "".join(f'<p class="k-soft">{escape(line)}</p>' for line in lines)
