"""The table of ratios that the command prints."""

from collections.abc import Sequence

from bench.measure import Line, Measurement, Result

HEAD = ("", "ours", "base", "ratio", "limit", "")


def seconds(value: float) -> str:
    """A time with three digits that count: 1.23 s or 45.6 ms."""
    if value >= 1:
        return f"{value:.3g} s" if value < 100 else f"{value:.0f} s"
    return f"{value * 1000:.3g} ms"


def verdict(line: Line) -> str:
    """What a reader wants to know of a line first."""
    if line.limit is None:
        return ""
    return "met" if line.met else "NOT MET"


def table(lines: Sequence[Line]) -> str:
    """The lines in columns: what, ours, base, ratio, limit, met or not."""
    rows = [HEAD] + [
        (
            line.what,
            seconds(line.ours),
            seconds(line.base),
            f"{line.ratio:.2f}",
            "-" if line.limit is None else f"{line.limit:.2f}",
            verdict(line),
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *figures, last = row
    cells = [first.ljust(widths[0])]
    cells += [text.rjust(width) for text, width in zip(figures, widths[1:-1], strict=True)]
    return "  ".join([*cells, last]).rstrip()


def section(measurement: Measurement, result: Result) -> str:
    """A measurement as it is printed: heading, base, table, remarks."""
    parts = [f"{measurement.what}\nbase: {measurement.base}", table(result.lines)]
    parts += [f"- {remark}" for remark in result.remarks]
    return "\n".join(parts)
