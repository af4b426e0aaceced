"""Severity by its rubric, and not by feeling."""

from collections.abc import Collection

from domain.vocabulary import Category, Rubric, Severity, Threat


def severity_of(threat: str | None, answers: Collection[str]) -> Severity:
    """The severity that threat and answers make.

    4 when (actual and violence) or (threatens persons and a stage); else 3 when actual,
    or threatens persons, or a stage; else 2 when threshold or recurring; else 1.
    """
    persons, stage = Rubric.PERSONS in answers, Rubric.STAGE in answers
    actual = threat == Threat.ACTUAL
    if (actual and Rubric.VIOLENCE in answers) or (persons and stage):
        return Severity.CRITICAL
    if actual or persons or stage:
        return Severity.HIGH
    if threat == Threat.THRESHOLD or Rubric.RECURRING in answers:
        return Severity.MEDIUM
    return Severity.LOW


def least_severity(category: str, threat: str | None, answers: Collection[str]) -> Severity:
    """The severity of the rubric, and of intimidation at least 3."""
    found = severity_of(threat, answers)
    return max(found, Severity.HIGH) if category == Category.INTIMIDATION else found


def proposed_severity(category: str, threat: str | None, answers: Collection[str]) -> int | None:
    """The recorder's proposal; None while nobody answered."""
    if threat is None and not answers:
        return None
    return int(least_severity(category, threat, answers))


def written(answers: Collection[str]) -> str | None:
    """The answers as a record keeps them, in the order of the rubric; None for none."""
    if not answers:
        return None
    return ";".join(word.value for word in Rubric if word in answers) or None
