"""What the comparison says of the shipped sample, on both databases."""

from datetime import date

from db.engine import reading
from documents.compare import comparison
from documents.content.asked import Asked
from domain.vocabulary import Level
from tests.documents_kit import COMMANDER, READERS
from wording.translator import Translator

T = Translator("id")
MANNA = "17.01.04"


def test_a_level_that_only_grew_old_names_the_age_of_its_data_as_the_reason(shipped) -> None:
    # Manna met on 17 November, nine days before; its level stays, now on old data.
    with reading(shipped) as session:
        found = comparison(session, COMMANDER, Asked(date(2024, 11, 26)), T)

    changed = [area for area in found.areas if area.changed]
    assert [(area.code, area.before, area.now, area.step) for area in changed] == [
        (MANNA, (Level.WATCH, False), (Level.WATCH, True), 0)
    ]
    assert changed[0].because == "Data kedaluwarsa: kontak terakhir 17 Nov 2024, 9 hari lalu"
    assert found.headline.text == (
        "Sejak 19 November 2024: 0 dari 11 kecamatan memburuk, 0 membaik, 1 berubah "
        "kemutakhirannya; 6 belum diketahui. Masukan: 0 dibuka, 0 ditutup, 0 dibuka kembali."
    )


def test_the_meeting_compared_with_is_named_to_those_who_may_see_it_alone(shipped) -> None:
    asked = Asked(date(2025, 1, 15), against="P-2024-12-29")
    with reading(shipped) as session:
        commander = comparison(session, COMMANDER, asked, T)
        presenter = comparison(session, READERS["presenter"], asked, T)

    assert (commander.meeting, commander.public) == ("P-2024-12-29", False)
    assert (presenter.meeting, presenter.public) == (None, True)
    assert presenter.since == commander.since == date(2024, 12, 29)
    assert {area.traces for area in presenter.areas} == {None}


def test_a_district_without_records_or_without_kecamatan_is_not_compared(sqlite_engine) -> None:
    with reading(sqlite_engine) as session:
        found = comparison(session, COMMANDER, Asked(date(2024, 11, 26)), T)

    assert found.areas == ()
    assert not found.recorded
    assert "tidak ada yang dapat dibandingkan" in found.headline.text
