"""The records behind the figures of a day."""

from domain.coverage import told_at_next
from domain.figures import (
    first_actions,
    first_verified,
    left_without_outcome,
    referrals_due,
    severity_lowered,
)
from domain.ledger import Positions
from domain.promises import Outcome, promise_of
from domain.vocabulary import State

OUTCOMES = {
    Outcome.KEPT: "promises_kept",
    Outcome.KEPT_LATE: "kept_late",
    Outcome.AWAITING: "awaiting",
    Outcome.UNABLE_TOLD: "unable_told",
    Outcome.NOT_KEPT: "not_kept",
}


def tickets_behind(positions: Positions) -> dict[str, list[str]]:
    """The tickets behind each figure, by its key; of a share those that it counts."""
    found: dict[str, list[str]] = {}
    for position in positions.all:
        ticket = position.issue.issue
        promise = promise_of(position, positions)
        if promise is not None and promise.outcome is not None:
            found.setdefault(OUTCOMES[promise.outcome], []).append(ticket)
        if position.standing.state in (State.WITHDRAWN, State.SETTLED):
            found.setdefault(position.standing.state.value, []).append(ticket)
        if position.is_open:
            due = position.due(positions.thresholds)
            if due.without:
                found.setdefault("no_due_date", []).append(ticket)
            elif due.due < positions.day:
                found.setdefault("overdue", []).append(ticket)
    raised = told_at_next(positions)
    return found | {
        "closed_without_outcome": left_without_outcome(positions),
        "severity_lowered": severity_lowered(positions),
        "first_action_days": [ticket for ticket, _ in first_actions(positions)],
        "reported_back": [ticket for ticket, told in raised if told],
        "waiting_for_meeting": [ticket for ticket, told in raised if told is None],
        "reopened": [ticket for ticket, again in first_verified(positions) if again],
        "referrals_answered": [ticket for ticket, done in referrals_due(positions) if done],
    }
