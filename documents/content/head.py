"""What stands above and below a document."""

from documents.content.material import Material
from documents.content.model import Head
from documents.content.opening import event_title, scope_text
from documents.content.plain import LONGEST_NAME, plain
from documents.letterhead import kop
from documents.notices import later_notices
from wording import dates


def head_of(m: Material, kind: str, title: str | None = None) -> Head:
    """The head of a document of this kind."""
    t = m.t
    notices = (
        [t("doc.public")]
        if m.public
        else later_notices(t, m.frame.entered_later, known=m.asked.known)
    )
    unit, own = m.sheet.unit, m.sheet.head.own
    return Head(
        kind=kind,
        title=title or event_title(m),
        kop=tuple(kop(m.sheet.head, unit, t)),
        unit=plain(unit.name if unit else m.frame.district, LONGEST_NAME),
        place=own.signed_at or m.frame.district,
        day=m.day,
        since=m.since,
        day_text=dates.full(m.day, t.language),
        since_text=dates.full(m.since, t.language),
        scope=scope_text(m),
        mark=m.sheet.head.mark,
        band=t(f"band.{m.sheet.head.mark}") if m.sheet.head.mark else None,
        public=m.public,
        known=m.asked.known,
        language=t.language,
        signatures=(m.sheet.post_of(unit.code),) if unit else (),
        trail_number=m.sheet.number,
        foot=m.sheet.foot(),
        notices=tuple(notices),
        subject=t(f"doc.{kind}.subject", day=dates.full(m.day, t.language)),
        classification=t(f"doc.classification.{own.classification}"),
        copies=own.copies,
    )
