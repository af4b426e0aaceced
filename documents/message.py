"""The report that stations send by chat: plain text, ready to copy, never too long for it."""

from collections.abc import Sequence

from db.session import Session
from documents.content.areas import headline_sentence, reasons_text, unknown_sentences
from documents.content.asked import Asked
from documents.content.brief import ahead_table
from documents.content.head import head_of
from documents.content.inputs import came_in_sentences
from documents.content.material import Material, gather
from documents.content.model import Sentence
from documents.content.plain import plain
from documents.content.promises import follow_up_sentences, forum_sentences
from documents.sentences import cell_text
from domain.permissions import Reader
from domain.vocabulary import UnitKind
from wording.sentences import level_text
from wording.translator import Translator

LONGEST = 3_500
"""Letters of a message; a chat splits or refuses more."""

LONGEST_LINE = 600
"""Letters of one line, so that a long name leaves room for what is reported."""

MOST_AREAS = 6
MOST_LINES = 6


def message(
    session: Session, reader: Reader, asked: Asked, t: Translator, number: int | None = None
) -> str:
    """The message of a day: "Kepada Yth. … Dari … Perihal … Melaporkan …".

    Plain text of at most LONGEST letters. Raises Refused like the deck.
    """
    return message_of(gather(session, reader, asked, t, number))


def message_of(m: Material) -> str:
    """The message of what was gathered, with fewer areas and days until it fits."""
    for most in range(max(MOST_AREAS, MOST_LINES), -1, -1):
        text = _written(m, min(most, MOST_AREAS), min(most, MOST_LINES))
        if len(text) <= LONGEST:
            return text
    mark = m.t("message.cut")
    return text[: LONGEST - len(mark)] + mark


def _written(m: Material, areas: int, lines: int) -> str:
    t = m.t
    head = head_of(m, "deck")
    about = t("message.about", day=head.day_text)
    blocks: list[Sequence[str]] = [
        ([head.band] if head.band else []),
        [
            t("message.to", to=_recipient(m)),
            t("message.from", unit=head.unit),
            t("message.subject", subject=about),
        ],
        [t("message.reports"), headline_sentence(m).text, *_texts(unknown_sentences(m))],
        _areas(m, areas),
        [
            t("message.follow_up"),
            *_texts((*came_in_sentences(m), *follow_up_sentences(m), *forum_sentences(m))),
        ],
        _week(m, lines),
        [t("disclaimer"), *(f"{notice.removesuffix('.')}." for notice in head.notices)],
        [t("message.close"), head.foot],
    ]
    return "\n\n".join(
        "\n".join(plain(line, LONGEST_LINE) for line in block) for block in blocks if block
    )


def _texts(sentences: Sequence[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def _recipient(m: Material) -> str:
    """The head of the command for a sector's or function's message; else left general."""
    unit = m.sheet.unit
    if unit is not None and unit.kind != UnitKind.DISTRICT and m.sheet.head.command:
        return m.sheet.post_of(m.sheet.head.command)
    return m.t("message.to.default")


def _areas(m: Material, most: int) -> list[str]:
    """The areas with a reason, first what to look at first, the rest counted."""
    pressing = [s for s in m.statuses if s.reasons]
    if not pressing or not most:
        return []
    said = [
        m.t(
            "message.area",
            n=place,
            name=m.name(s.sub_district, "unknown.district"),
            level=level_text(m.t, s.level, s.hatched),
            reasons=reasons_text(m, s.reasons[:2]),
        )
        for place, s in enumerate(pressing[:most], 1)
    ]
    if len(pressing) > most:
        said.append(m.t("message.more", n=len(pressing) - most))
    return [m.t("message.why"), *said]


def _week(m: Material, most: int) -> list[str]:
    """What the next seven days bring."""
    data = ahead_table(m, most)
    if not data.rows:
        return [m.t("message.week"), data.empty] if most else []
    said = [
        m.t(
            "message.week.line",
            **{
                name: cell_text(m.t, column, cell)
                for name, column, cell in zip(
                    ("day", "what", "where"), data.columns, row, strict=True
                )
            },
        )
        for row in data.rows
    ]
    rest = [m.t("doc.cut.short", n=data.cut)] if data.cut else []
    return [m.t("message.week"), *said, *rest]
