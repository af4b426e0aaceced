"""Since when a level holds for certain: many open issues need not be counted day by day."""

from datetime import date

from domain.area import AreaFacts, Rules
from domain.vocabulary import Level, Severity


def surely_since(area: AreaFacts, level: Level, day: date, rules: Rules) -> date:
    """A day from which on the level, which is that of `day`, held without a break.

    The day itself where nothing tells more. Reasons A3 and B3 count issues: they hold on
    every day on which the same issues, as many as they ask for, are open. Nothing stands
    above A3; above B3 stand only reasons that ask for an issue of severity 3.
    """
    now = rules.on(day)
    asked = {
        Level.VERY_HIGH: (Severity.HIGH, now.thresholds.many_high),
        Level.HIGH: (Severity.MEDIUM, now.thresholds.many_open),
    }.get(level)
    if asked is None:
        return day
    least, many = asked
    pieces = area.pieces(now.thresholds)
    begun = sorted(p.begins for p in pieces if p.s >= least and p.begins <= day < p.ends)
    if many < 1 or len(begun) < many:
        return day
    since = begun[many - 1]
    worse = level is Level.HIGH and any(
        p.s >= Severity.HIGH and p.begins <= day and p.ends > since for p in pieces
    )
    # Another setting may have been in force before.
    return since if not worse and rules.on(since) is now else day
