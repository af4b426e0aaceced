"""What may happen to an issue: the table of events and states, and the rule of each row."""

import pytest

from domain.lifecycle import ALLOWED_IN, breaches
from domain.records import IssueFacts
from domain.vocabulary import EventKind, State
from tests.hand_made import event, issue

REFERRED = ["referred"]
CLAIMED = ["assigned", "claimed"]
WAY_TO = {
    "recorded": [],
    "triaged": ["triaged"],
    "assigned": ["assigned"],
    "in_progress": ["assigned", "in_progress"],
    "referred": REFERRED,
    "answered": [*REFERRED, "answered"],
    "claimed": CLAIMED,
    "verified": [*CLAIMED, "verified"],
    "settled": ["settled"],
    "unable": ["unable"],
    "merged": ["merged"],
    "withdrawn": ["withdrawn"],
}
"""The shortest way to each state."""

ALWAYS = "triaged withdrawn"
BEFORE_CLAIM = f"{ALWAYS} assigned referred unable merged"
MAY_FOLLOW = {
    "recorded": f"{BEFORE_CLAIM} settled",
    "triaged": f"{BEFORE_CLAIM} settled reported_back",
    "assigned": f"{BEFORE_CLAIM} in_progress claimed reported_back",
    "in_progress": f"{BEFORE_CLAIM} in_progress claimed reported_back",
    "referred": f"{BEFORE_CLAIM} receipt answered reported_back",
    "answered": f"{BEFORE_CLAIM} in_progress claimed receipt answered reported_back",
    "claimed": f"{ALWAYS} verified rejected reported_back",
    "verified": "reopened reported_back",
    "settled": "reopened reported_back",
    "unable": f"{ALWAYS} merged assigned reopened told_back reported_back",
    "merged": "reopened reported_back",
    "withdrawn": "reopened reported_back",
}
"""The table "allowed in" of the rules, turned: state by state, written down by hand."""

CELLS = {"withdrawn": {"by_group": "residents"}, "merged": {"into": "I-0"}}
TARGET = issue("2024-09-01", key="I-0", severity=4)


def history(kinds, **cells) -> IssueFacts:
    events = [
        event(f"2024-10-{number:02}", kind, **CELLS.get(kind, {"unit": f"unit-{number}"}))
        for number, kind in enumerate(kinds, start=2)
    ]
    return issue("2024-10-01", *events, **{"kind": "information", **cells})


def codes(told: IssueFacts, *others: IssueFacts) -> list[str]:
    """The breaches of an issue, as ["3 verified_by_claimant"]."""
    ledger = {other.issue: other for other in (*others, told)}
    return [f"{breach.index} {breach.code}" for breach in breaches(told, ledger)]


@pytest.mark.parametrize("state", State)
def test_in_each_state_exactly_the_events_of_the_table_may_follow(state):
    allowed = {
        kind.value for kind in EventKind if not codes(history([*WAY_TO[state], kind.value]), TARGET)
    }
    assert allowed == set(MAY_FOLLOW[state].split())


def test_the_table_speaks_of_every_event():
    assert set(ALLOWED_IN) == set(EventKind)


def test_an_event_that_is_not_allowed_names_itself_and_the_states_it_is_allowed_in():
    (breach,) = breaches(history(["claimed"]), {})
    assert (breach.index, breach.code, breach.column) == (0, "event_not_allowed", "event")
    assert breach.expected == "answered assigned in_progress"


def test_an_event_before_the_report_is_refused_and_one_on_its_day_is_not():
    eve = issue("2024-10-02", event("2024-10-01", "assigned"))
    assert codes(eve) == ["0 event_before_report"]
    assert codes(issue("2024-10-02", event("2024-10-02", "assigned"))) == []


def test_unable_may_be_assigned_until_it_was_told_back():
    assert codes(history(["unable", "assigned"])) == []
    assert codes(history(["unable", "told_back", "assigned"])) == ["2 event_not_allowed"]


def test_what_is_closed_may_not_be_triaged_merged_or_withdrawn():
    over = history(["referred", "receipt"], category="neutrality")
    taken = issue(
        "2024-10-01",
        event("2024-10-02", "referred", unit="bawaslu"),
        over.events[1],
        event("2024-10-05", "triaged"),
        category="neutrality",
    )
    assert codes(taken) == ["2 event_not_allowed"]
    assert codes(history(["unable", "told_back", "withdrawn"])) == ["2 event_not_allowed"]


def test_an_appreciation_is_never_open_so_it_is_never_triaged():
    assert codes(history(["triaged"], kind="appreciation")) == ["0 event_not_allowed"]


# settled


@pytest.mark.parametrize("kind", ["question", "suggestion", "information"])
def test_three_kinds_may_be_settled_on_the_spot(kind):
    assert codes(history(["settled"], kind=kind)) == []


@pytest.mark.parametrize("kind", ["complaint", "request", "agreement"])
def test_other_kinds_may_not_be_settled(kind):
    assert codes(history(["settled"], kind=kind)) == ["0 settled_kind"]


@pytest.mark.parametrize("category", ["police-service", "neutrality", "election-violation"])
def test_three_categories_may_not_be_settled(category):
    assert codes(history(["settled"], category=category)) == ["0 settled_category"]


def test_intimidation_may_not_be_settled_and_is_severe_besides():
    settled = history(["settled"], category="intimidation")
    assert codes(settled) == ["0 settled_category", "0 settled_severity"]


@pytest.mark.parametrize(("severity", "found"), [(2, []), (3, ["0 settled_severity"])])
def test_settling_asks_for_severity_2_at_most(severity, found):
    assert codes(history(["settled"], severity=severity)) == found


# verified


def verified(severity=2, category="crime", raised_to=None, **cells) -> list[str]:
    """The breaches where sat-samapta claimed and the cells say who verified."""
    between = [event("2024-10-04", "triaged", severity=raised_to)] if raised_to else []
    told = issue(
        "2024-10-01",
        event("2024-10-02", "assigned", unit="sat-samapta"),
        event("2024-10-03", "claimed", unit="sat-samapta"),
        *between,
        event("2024-10-05", "verified", **cells),
        severity=severity,
        category=category,
    )
    return [found.split()[1] for found in codes(told)]


OWN = {"unit": "sat-samapta"}
OTHER = {"unit": "sat-binmas"}
GROUP = {"by_group": "residents"}


@pytest.mark.parametrize("cells", [OTHER, GROUP, OTHER | GROUP, OWN | GROUP])
def test_severity_2_is_verified_by_another_unit_or_a_group(cells):
    assert verified(**cells) == []


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_the_claimant_alone_verifies_nothing(severity):
    assert verified(severity, **OWN) == ["verified_by_claimant"]


def test_severity_3_is_not_verified_by_the_claimant_even_with_a_group():
    assert verified(3, **OWN, **GROUP) == ["verified_by_claimant"]
    assert verified(3, **OTHER, **GROUP) == []


def test_what_is_left_empty_beside_something_filled_is_a_gap_and_no_breach():
    assert verified(3, **OTHER) == []
    assert verified(3, **GROUP) == []


def test_severity_3_at_any_time_since_the_claim_is_enough():
    assert verified(2, raised_to=3, **OWN, **GROUP) == ["verified_by_claimant"]
    assert verified(3, raised_to=2, **OWN, **GROUP) == ["verified_by_claimant"]
    assert verified(1, raised_to=2, **OWN, **GROUP) == []


def test_severity_3_before_an_earlier_claim_does_not_bind_a_later_one():
    told = issue(
        "2024-10-01",
        event("2024-10-02", "assigned", unit="sat-samapta"),
        event("2024-10-03", "claimed", unit="sat-samapta"),
        event("2024-10-04", "rejected", severity=2),
        event("2024-10-05", "claimed", unit="sat-samapta"),
        event("2024-10-06", "verified", **OWN, **GROUP),
        severity=3,
    )
    assert codes(told) == []


def test_a_verification_by_nobody_is_refused():
    assert verified() == ["verified_by_nobody"]


@pytest.mark.parametrize("category", ["intimidation", "police-service"])
def test_two_categories_are_verified_by_siwas(category):
    assert verified(category=category, unit="siwas") == []
    assert verified(category=category, **OTHER, **GROUP) == ["verified_not_siwas"]
    assert verified(category=category, **GROUP) == []  # a unit left empty is a gap


# reopened


@pytest.mark.parametrize(
    ("day", "found"), [("2025-01-02", []), ("2025-01-03", ["3 reopened_too_late"])]
)
def test_a_verified_issue_may_be_reopened_for_90_days(day, found):
    done = history([*CLAIMED, "verified"])  # verified on 4 October; 27 + 30 + 31 + 2 = 90
    told = issue("2024-10-01", *done.events, event(day, "reopened"))
    assert codes(told) == found


def test_a_settled_issue_may_be_reopened_at_any_time():
    settled = (event("2024-10-02", "settled"), event("2025-06-01", "reopened"))
    assert codes(issue("2024-10-01", *settled, kind="question")) == []


# withdrawn


def test_a_withdrawal_names_the_group_that_withdrew():
    assert codes(issue("2024-10-01", event("2024-10-02", "withdrawn"))) == [
        "0 withdrawn_without_group"
    ]


# merged


def merged(into: IssueFacts | None, day: str = "2024-10-10", **cells) -> list[str]:
    told = issue("2024-10-01", event(day, "merged", into=into.issue if into else None), **cells)
    return [found.split()[1] for found in codes(told, *([into] if into else []))]


def target(reported_on: str = "2024-10-01", *events, **cells) -> IssueFacts:
    return issue(reported_on, *events, **{"key": "I-0", **cells})


def test_a_merge_goes_into_an_issue_of_the_same_day_kecamatan_and_severity():
    assert merged(target()) == []


@pytest.mark.parametrize("into", [None, "I-9"])
def test_a_merge_into_nothing_known_is_refused(into):
    told = issue("2024-10-01", event("2024-10-02", "merged", into=into))
    assert codes(told) == ["0 merged_into_unknown"]


def test_a_merge_into_itself_is_refused():
    told = issue("2024-10-01", event("2024-10-02", "merged", into="I-1"))
    assert codes(told) == ["0 merged_into_itself"]


def test_a_merge_into_one_reported_later_is_refused():
    assert merged(target("2024-10-02")) == ["merged_into_later"]


def test_a_merge_into_another_kecamatan_is_refused():
    assert merged(target(sub_district="17.01.02")) == ["merged_elsewhere"]


def test_a_merge_asks_for_a_target_open_at_the_start_of_the_day():
    closed = event("2024-10-09", "withdrawn", **GROUP)
    assert merged(target("2024-10-01", closed)) == ["merged_into_closed"]
    assert merged(target("2024-10-01", closed), day="2024-10-09") == []
    reopened = event("2024-10-10", "reopened")
    assert merged(target("2024-10-01", closed, reopened)) == ["merged_into_closed"]


def test_a_merge_asks_for_a_target_at_least_as_severe():
    assert merged(target(severity=1)) == ["merged_into_less_severe"]
    assert merged(target(severity=3)) == []
    assert merged(target(severity=None)) == []  # 2 by then
    assert merged(target(severity=None), day="2024-10-04") == ["merged_into_less_severe"]


def test_a_chain_of_merges_must_not_lead_back():
    one = issue("2024-10-01", event("2024-10-05", "merged", into="I-2"), key="I-1")
    two = issue("2024-10-01", event("2024-10-05", "merged", into="I-1"), key="I-2")
    assert codes(one, two) == ["0 merged_in_a_circle"]
    # one after the other: the first is closed by then
    later = issue("2024-10-01", event("2024-10-06", "merged", into="I-1"), key="I-2")
    assert codes(later, one) == ["0 merged_into_closed", "0 merged_in_a_circle"]
