"""What of an import is written, once it is decided what becomes of the likely duplicates."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from db.commands.importing import NewRecords
from domain.dataset import Row
from domain.faults import Fault
from ingest.comparing import Compared
from ingest.import_report import ImportReport
from ingest.remembering import header_signature


class Duplicates(StrEnum):
    """What becomes of a row that is like an issue."""

    KEEP = "keep"
    SKIP = "skip"
    LINK = "link"


Choices = Mapping[str, Duplicates]
"""What was decided for a single pair, by the key of its new issue."""

NO_CHOICE: Choices = MappingProxyType({})


@dataclass(frozen=True)
class Plan:
    """What is written, and the new issues that the decision does not hold for, with why."""

    records: NewRecords
    kept_apart: dict[str, Fault]


def plan_of(
    report: ImportReport, compared: Compared, common: Duplicates, choices: Choices = NO_CHOICE
) -> Plan:
    """What is written once it is decided what becomes of the duplicates.

    `choices` go before the decision that they have in `common`.
    An input of a meeting or report is never skipped: that says it was told there.
    """
    kept_apart: dict[str, Fault] = {}
    left_out: set[str] = set()
    links: list[tuple[str, str]] = []
    # In the order of days, so that what a row is linked to was linked itself before.
    for duplicate in sorted(report.duplicates, key=lambda d: (d.reported_on, d.row)):
        decision = choices.get(duplicate.issue, common)
        if decision is Duplicates.SKIP:
            if report.target == "issues":
                left_out.add(duplicate.issue)
            else:
                kept_apart[duplicate.issue] = Fault("input_not_skipped", report.file)
        elif decision is Duplicates.LINK:
            if duplicate.earlier:
                links.append((duplicate.issue, duplicate.of))
            else:
                day = duplicate.reported_on.isoformat()
                kept_apart[duplicate.issue] = Fault(
                    "merged_into_later", report.file, duplicate.row, None, duplicate.of, day
                )
    records: dict[str, list[Row]] = defaultdict(list)
    for record in compared.new:
        if record.file != "issues" or record.key not in left_out:
            records[record.file].append(record.values)
    sheet = report.recognised.sheet
    new = NewRecords(
        name=report.file,
        sha256=report.sha256,
        target=report.target,
        sheet=sheet,
        rows=report.checked.read,
        records=records,
        links=links,
        unchanged=report.unchanged,
        skipped=len(left_out),
        signature=header_signature(report.sheet.header),
        mapping=report.mapping,
    )
    return Plan(new, kept_apart)
