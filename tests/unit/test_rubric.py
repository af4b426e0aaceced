"""Severity by its rubric: every combination of threat and answers, against the rule's words."""

from itertools import chain, combinations, product

import pytest

from domain.rubric import least_severity, proposed_severity, severity_of, written

ANSWERS = ("violence", "persons", "stage", "recurring")
THREATS = (None, "potential", "threshold", "actual")
EVERY = list(
    product(THREATS, chain.from_iterable(combinations(ANSWERS, n) for n in range(len(ANSWERS) + 1)))
)


@pytest.mark.parametrize(("threat", "answers"), EVERY)
def test_severity_is_that_of_the_rule(threat: str | None, answers: tuple[str, ...]) -> None:
    persons, stage = "persons" in answers, "stage" in answers
    if (threat == "actual" and "violence" in answers) or (persons and stage):
        expected = 4
    elif threat == "actual" or persons or stage:
        expected = 3
    elif threat == "threshold" or "recurring" in answers:
        expected = 2
    else:
        expected = 1

    assert severity_of(threat, answers) == expected
    assert least_severity("crime", threat, answers) == expected
    assert least_severity("intimidation", threat, answers) == max(expected, 3)


def test_a_violent_word_without_an_actual_threat_is_not_critical() -> None:
    assert severity_of("threshold", ["violence"]) == 2


def test_nobody_answered_is_not_assessed_whatever_the_category() -> None:
    assert proposed_severity("intimidation", None, []) is None
    assert proposed_severity("intimidation", "potential", []) == 3
    assert proposed_severity("crime", "potential", []) == 1
    assert proposed_severity("crime", None, ["stage"]) == 3


def test_answers_are_kept_in_the_order_of_the_rubric() -> None:
    assert written(["recurring", "stage", "violence"]) == "violence;stage;recurring"
    assert written([]) is None
