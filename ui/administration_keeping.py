"""Keeping the records: copies of the database, and whether it is whole."""

from html import escape

import streamlit as st

from db.backup import Kept, Written, backup_folder, kept_backups, write_backup
from db.check import check_database
from db.engine import DatabaseError, reading
from db.evidence_copy import evidence_beside
from db.queries import trail
from db.queries.accounts import SignedIn
from db.shared import shared_engine
from db.trail_key import key_file
from domain.station import now, station_zone
from ui.keys import Key
from ui.markdown import plain
from ui.saving import actor_of
from ui.sheet_parts import soft, table
from wording import dates
from wording.numbers import number
from wording.translator import Translator

SHOWN = 20
"""So many copies are listed; older ones are in the folder too."""


def backup_section(who: SignedIn, t: Translator) -> None:
    """Draw the way to make a copy, what belongs beside it, and the copies that are there.

    The copy stays on the station's machine: it holds every text, which the administrator
    does not read, so it is offered to no browser.
    """
    folder = backup_folder()
    st.html(soft(t("keeping.backup_what", folder=str(folder))))
    if st.button(t("keeping.backup_do"), type="primary", key=Key.BACKUP_MAKE):
        try:
            with st.spinner(t("keeping.backup_wait")):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                path = folder / f"kondusif-{now():%Y%m%d-%H%M%S}.db"
                _say_written(write_backup(shared_engine(), path, actor_of(who)), t)
        except DatabaseError as error:
            st.error(plain(t(error.code, detail=error.detail)))
        except OSError as error:
            st.error(plain(t("backup.failed", detail=str(error))))
    st.subheader(t("keeping.beside"))
    st.html(soft(t("backup.key_apart", key=str(key_file()))) + soft(t("keeping.restore")))
    kept = kept_backups(folder)
    st.subheader(t("keeping.kept", n=len(kept)))
    st.html(_copies(kept[:SHOWN], t) if kept else soft(t("keeping.none")))


def _say_written(written: Written, t: Translator) -> None:
    st.success(plain(t("backup.written", file=str(written.path), bytes=written.size)))
    if files := written.evidence.files:
        st.text(t("backup.evidence", n=files, folder=str(evidence_beside(written.path))))
    if lost := written.evidence.lost:
        st.warning(plain(t("backup.evidence_lost", n=len(lost), names=", ".join(lost))))
    st.text(t("keeping.head_of_copy"))
    st.code(str(written.head), language=None, wrap_lines=True)


def _copies(kept: list[Kept], t: Translator) -> str:
    rows = []
    for copy in kept:
        made = copy.made_at.astimezone(station_zone())
        rows.append(
            (
                escape(copy.path.name),
                escape(f"{dates.short(made.date(), t.language)} {made:%H.%M}"),
                escape(number(copy.size, t.language)),
                f"<code>{escape(_short(copy.head))}</code>" if copy.head else "–",
            )
        )
    return table((t(f"keeping.head.{head}") for head in ("file", "made", "bytes", "head")), rows)


def _short(head: str) -> str:
    """The beginning of a head: the file beside the copy has the whole."""
    return head if len(head) <= 24 else f"{head[:24]}…"


def integrity_section(_who: SignedIn, t: Translator) -> None:
    """Draw the head of the trail, and check the database when asked."""
    with reading(shared_engine()) as session:
        head = trail.head(session)
    st.html(soft(t("keeping.integrity_what")))
    st.text(t("keeping.head_now"))
    st.code(str(head), language=None, wrap_lines=True)
    if st.button(t("keeping.check_do"), type="primary", key=Key.INTEGRITY_CHECK):
        with st.spinner(t("keeping.check_wait")):
            problems = _problems(t)
        if problems:
            for problem in problems:
                st.error(plain(problem))
        else:
            st.success(t("keeping.whole", n=head.seq))


def _problems(t: Translator) -> list[str]:
    try:
        return [t(p.code, detail=p.detail) for p in check_database(shared_engine())]
    except DatabaseError as error:
        return [t(error.code, detail=error.detail)]
