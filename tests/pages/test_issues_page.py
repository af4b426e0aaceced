"""The list of inputs as each role sees it: filters, counts, the opened input, the files."""

import csv
import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from access.exports import EXPORTS
from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.issues import issue_page
from domain.permissions import PAGE_ROLES, RESTRICTED_CATEGORIES
from domain.scope import Scope
from models import Issue, IssueEvent
from tests.pages.conftest import OpenPage, at_address, texts
from ui.export import EXPORT_COLUMNS
from ui.keys import Key
from wording.translator import Translator

DAY = "2024-11-26"
AS_OF = date(2024, 11, 26)
ID = Translator("id")
READERS = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["issues"]]
STRANGERS = [name for name, _, role in DEMO_ACCOUNTS if role not in PAGE_ROLES["issues"]]

ReaderOf = Callable[[str], SimpleNamespace]
Alter = Callable[..., None]


def shown(test: AppTest) -> list[str]:
    """The tickets in the list."""
    return list(test.dataframe[0].value["ticket"]) if len(test.dataframe) else []


def rows_of(account: SimpleNamespace, **filters: Any) -> list[Any]:
    """The rows that the account's queries give, to compare a page with."""
    with account.session() as session:
        return issue_page(session, account.reader, Scope(AS_OF, **filters))


def labels(test: AppTest, key: Key) -> dict[str, int]:
    """The choices of a filter and the count in each label."""
    options = test.multiselect(key=key).options
    split = [option.rstrip(")").rsplit(" (", 1) for option in options]
    return {name: int(count.replace(".", "")) for name, count in split}


@pytest.mark.parametrize("account", READERS)
def test_every_reader_sees_the_newest_fifty_of_what_is_open_to_the_role(
    open_page: OpenPage, reader_of: ReaderOf, account: str
) -> None:
    test = open_page("issues", account, as_of=DAY)

    rows = rows_of(reader_of(account))
    assert not test.exception
    assert len(rows) > 0
    assert shown(test) == [row.issue for row in rows[:50]]
    assert ID("issues.headline.all", day="26 November 2024", n=len(rows)) in texts(test)


@pytest.mark.parametrize("account", STRANGERS)
def test_a_role_without_the_page_has_no_way_to_it(open_page: OpenPage, account: str) -> None:
    with pytest.raises(ValueError, match="issues"):
        open_page("issues", account)


def test_a_recorder_sees_the_own_sector_and_a_unit_head_the_own_unit_alone(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    recorder = open_page("issues", "perekam-kedurang", as_of=DAY)
    # Polsek Kedurang answers for Kedurang and Kedurang Ilir.
    assert set(recorder.dataframe[0].value["sub_district"]) <= {"Kedurang", "Kedurang Ilir"}

    head = open_page("issues", "kasat-lantas", as_of=DAY)
    account = reader_of("kasat-lantas")
    with account.session() as session:
        touched = set(
            session.scalars(select(IssueEvent.issue).where(IssueEvent.unit == "satlantas"))
        )
    assert set(shown(head)) <= touched


def test_counts_of_the_filters_are_what_each_choice_leaves(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("issues", "analis", as_of=DAY, category=["crime", "patrol"])
    account = reader_of("analis")

    counts = labels(test, Key.FILTER_SEVERITY)
    for code in ("1", "2", "3", "4", "none"):
        word = ID.label("severity", None if code == "none" else code)
        left = rows_of(account, category=("crime", "patrol"), severity=(code,))
        assert counts[word] == len(left)
    # The other categories stay on offer, with what they would leave alone.
    assert labels(test, Key.FILTER_CATEGORY)["Lalu lintas"] == len(
        rows_of(account, category=("traffic",))
    )
    assert labels(test, Key.FILTER_STAGE)["Kampanye"] == len(
        rows_of(account, category=("crime", "patrol"), stage=("campaign",))
    )


def test_a_stage_without_a_start_is_named_and_is_no_choice(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY)

    # DP4 stands for a dated stage; program-budget has no start in the shipped calendar.
    assert "Data pemilih (DP4)" in labels(test, Key.FILTER_STAGE)
    assert "Program dan anggaran" not in labels(test, Key.FILTER_STAGE)
    notes = " ".join(caption.value for caption in test.caption).replace("\\", "")
    assert "tanggal mulai tidak diketahui: Program dan anggaran" in notes


def test_a_choice_is_written_to_the_address_as_a_code_and_narrows_the_list(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("issues", "analis", as_of=DAY)

    test.multiselect(key=Key.FILTER_SEVERITY).set_value(["4"]).run()
    test.multiselect(key=Key.FILTER_STAGE).set_value(["campaign", "quiet-period"]).run()

    assert test.query_params["severity"] == "4"
    assert test.query_params["stage"] == ["campaign", "quiet-period"]
    rows = rows_of(reader_of("analis"), severity=("4",), stage=("campaign", "quiet-period"))
    assert shown(test) == [row.issue for row in rows]


def test_the_widgets_follow_the_address(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY, stage="campaign", since="2024-10-01")
    assert test.multiselect(key=Key.FILTER_STAGE).value == ["campaign"]
    assert test.date_input(key=Key.FILTER_SINCE).value == date(2024, 10, 1)

    at_address(test, as_of=DAY, severity=["3", "4"])

    assert test.multiselect(key=Key.FILTER_STAGE).value == []
    assert test.multiselect(key=Key.FILTER_SEVERITY).value == ["3", "4"]
    assert test.date_input(key=Key.FILTER_SINCE).value is None


def test_a_searched_text_narrows_the_list_and_stays_out_of_the_address(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("issues", "analis", as_of=DAY)

    test.text_input(key=Key.FILTER_TEXT).set_value("ternak").run()

    rows = rows_of(reader_of("analis"), text="ternak")
    assert shown(test) == [row.issue for row in rows[:50]]
    assert all("ternak" in row.text.lower() for row in rows)
    assert "ternak" not in str(dict(test.query_params))
    assert "ternak" not in test.code[0].value


def test_clearing_takes_every_filter_away_and_leaves_the_day(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY, stage="campaign", until="2024-11-01")
    test.text_input(key=Key.FILTER_TEXT).set_value("warga").run()

    test.button(key=Key.FILTER_CLEAR).click().run()

    assert dict(test.query_params) == {"as_of": DAY}
    assert test.text_input(key=Key.FILTER_TEXT).value == ""


def test_the_next_fifty_follow_and_another_filter_starts_at_the_top(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("issues", "kapolres", as_of=DAY)
    rows = [row.issue for row in rows_of(reader_of("kapolres"))]

    test.button(key=Key.ISSUES_LATER).click().run()
    assert shown(test) == rows[50:100]

    test.multiselect(key=Key.FILTER_STATE).set_value(["closed"]).run()
    closed = [row.issue for row in rows_of(reader_of("kapolres"), state=("closed",))]
    assert shown(test) == closed[:50]


def test_no_match_says_what_to_do(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY, since="2024-11-26", until="2024-11-25")

    assert shown(test) == []
    assert [info.value for info in test.info] == [ID("issues.no_match")]


def test_a_day_before_every_record_says_that_nothing_is_recorded(open_page: OpenPage) -> None:
    test = open_page("issues", "perekam-kedurang", as_of="2020-01-01")

    assert ID("issues.headline.none", day="1 Januari 2020") in texts(test)
    assert test.info[0].value == " ".join(
        (
            ID("issues.no_record"),
            ID("issues.outside", what=ID("issues.outside.sector")),
        )
    )


def test_one_match_is_said_and_listed(open_page: OpenPage, reader_of: ReaderOf) -> None:
    only = rows_of(reader_of("analis"))[0]
    test = open_page("issues", "analis", as_of=DAY, village=only.village or "", since=DAY)

    assert ID("issues.shown", first=1, last=1, n=1) in texts(test)


def test_an_opened_input_shows_its_events_in_order(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    with reader_of("kapolres").session() as session:
        events = session.execute(
            select(IssueEvent.event, IssueEvent.occurred_on)
            .where(IssueEvent.issue == "ANP-241009-03", IssueEvent.occurred_on <= AS_OF)
            .order_by(IssueEvent.occurred_on, IssueEvent.sequence)
        ).all()
    assert len(events) > 3

    page = texts(open_page("issues", "analis", as_of=DAY, issue="ANP-241009-03"))

    history = page.split("k-history")[1]
    places = [history.find(f"<b>{ID.label('event', 'triaged')}</b>")]
    for event, _day in events:
        word = f"<b>{ID.label('event', event)}</b>"
        places.append(history.find(word, places[-1] + (1 if len(places) > 1 else 0)))
    assert -1 not in places
    assert places == sorted(places)


def test_a_voided_event_is_struck_through(open_page: OpenPage, alter: Alter) -> None:
    alter(
        "UPDATE issue_event SET voided_on = '2024-11-20'"
        " WHERE issue = 'ANP-241009-03' AND event = 'reported_back'"
    )

    page = texts(open_page("issues", "analis", as_of=DAY, issue="ANP-241009-03"))

    struck = page.split('<span class="k-void"><b>')[1]
    assert struck.startswith(ID.label("event", "reported_back"))
    assert ID("issues.event.voided", day="20 Nov 2024") in struck


def test_an_input_that_the_reader_may_not_see_is_dropped_with_a_notice(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    with reader_of("kapolres").session() as session:
        restricted = session.scalars(
            select(Issue.issue).where(
                Issue.category.in_(sorted(RESTRICTED_CATEGORIES)), Issue.reported_on <= AS_OF
            )
        ).first()

    for ticket in (restricted, "TIDAK-ADA-01"):
        test = open_page("issues", "analis", as_of=DAY, issue=ticket)
        assert [info.value for info in test.info] == [ID("scope.dropped", values=f"issue={ticket}")]
        assert "k-history" not in texts(test)
        assert "issue" not in test.query_params

    assert "k-history" in texts(open_page("issues", "kapolres", as_of=DAY, issue=restricted))


def test_an_input_said_after_the_day_says_so_and_shows_no_history(
    open_page: OpenPage,
) -> None:
    test = open_page("issues", "analis", as_of="2024-10-01", issue="ANP-241009-03")

    assert [info.value for info in test.info] == [ID("issues.absent.later", day="9 Okt 2024")]
    assert "k-history" not in texts(test)


def test_group_village_and_meeting_of_intimidation_are_hidden_from_the_analyst(
    open_page: OpenPage, reader_of: ReaderOf, alter: Alter
) -> None:
    ticket = next(row.issue for row in rows_of(reader_of("kapolres"), category=("intimidation",)))
    alter("UPDATE issue SET raised_by = 'women-leader' WHERE issue = ?", ticket)
    alter(
        "INSERT INTO issue_event (issue, sequence, occurred_on, event, by_group)"
        " VALUES (?, 99, ?, 'reported_back', 'women-leader')",
        ticket,
        DAY,
    )
    group = ID.label("group", "women-leader")

    hidden = texts(open_page("issues", "analis", as_of=DAY, issue=ticket))
    assert ID("issues.shielded") in hidden
    assert group not in hidden

    assert texts(open_page("issues", "kapolres", as_of=DAY, issue=ticket)).count(group) == 2


def test_restricted_inputs_are_counted_for_those_who_may_not_read_them(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    rows = rows_of(reader_of("kapolres"), category=tuple(sorted(RESTRICTED_CATEGORIES)))
    assert len(rows) >= 3
    sentence = ID("issues.withheld", n=len(rows))

    assert sentence in texts(open_page("issues", "analis", as_of=DAY))
    assert sentence not in texts(open_page("issues", "kapolres", as_of=DAY))
    assert sentence not in texts(open_page("issues", "analis", as_of=DAY, category="crime"))


def test_a_row_that_is_chosen_opens_its_input_and_closing_takes_it_away(
    open_page: OpenPage,
) -> None:
    test = open_page("issues", "analis", as_of=DAY)
    at_address(test, as_of=DAY, issue=shown(test)[2])
    assert test.session_state[Key.ISSUE_TABLE]["selection"]["rows"] == [2]

    test.button(key=Key.ISSUE_CLOSE).click().run()

    assert "issue" not in test.query_params
    assert test.session_state[Key.ISSUE_TABLE]["selection"]["rows"] == []


def test_the_file_holds_exactly_the_filtered_inputs_and_says_what_it_is(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("issues", "analis", as_of=DAY, stage="campaign", severity=["3", "4"])

    test.button(key=Key.EXPORT_CSV).click().run()

    token = test.get("link_button")[0].proto.url.removeprefix("/export/")
    owner = next(f.owner for t, f in EXPORTS._files.items() if t == token)
    file = EXPORTS.get(token, owner)
    assert file is not None
    assert file.filename == f"masukan-{DAY}.csv"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "# DATA LATIHAN"
    assert lines[1] == "# Posisi: 26 November 2024"
    assert lines[2] == "# Saringan: Tahapan: Kampanye; Tingkat: tinggi, kritis"
    table = list(csv.reader(io.StringIO("\n".join(x for x in lines if not x.startswith("# ")))))
    rows = rows_of(reader_of("analis"), stage=("campaign",), severity=("3", "4"))
    assert table[0] == [ID(f"issues.head.{name}") for name, _ in EXPORT_COLUMNS]
    assert [line[0] for line in table[1:]] == [row.issue for row in rows]
    assert len(rows) > 0


def test_nothing_is_prepared_before_somebody_asks(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY)

    assert len(test.get("link_button")) == 0


def test_a_view_is_kept_opened_and_dropped(open_page: OpenPage) -> None:
    test = open_page("issues", "analis", as_of=DAY, stage="campaign", severity="4")
    test.text_input(key=Key.VIEW_NAME).set_value("Kampanye kritis")
    test.checkbox(key=Key.VIEW_FOR_ALL).set_value(True)
    test.button(key=Key.VIEW_SAVE).click().run()
    assert [done.value for done in test.success] == [
        "Tersimpan: Kampanye kritis".replace(":", "\\:")
    ]

    test.button(key=Key.VIEW_SAVE).click().run()
    assert len(test.error) == 1

    other = open_page("issues", "perekam-kedurang", as_of="2024-12-10", kind="complaint")
    [opening] = [b for b in other.button if str(b.key).startswith("view_open_")]
    assert not [b for b in other.button if str(b.key).startswith("view_delete_")]
    opening.click().run()
    assert dict(other.query_params) == {
        "as_of": "2024-12-10",
        "stage": "campaign",
        "severity": "4",
    }
    assert Key.VIEW_FOR_ALL not in {str(box.key) for box in other.checkbox}

    own = open_page("issues", "analis", as_of=DAY)
    [dropping] = [b for b in own.button if str(b.key).startswith("view_delete_")]
    dropping.click().run()
    assert not [b for b in own.button if str(b.key).startswith("view_open_")]
