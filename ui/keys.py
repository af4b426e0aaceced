"""The keys of widgets, shared by pages and tests."""

from enum import StrEnum


class Key(StrEnum):
    """One key for each widget that a page or a test has to name."""

    DAY = "scope_day"
    KNOWN = "scope_known"
    STATUS_MAP = "status_map"
    SHEET_AREA = "sheet_area"
    VILLAGE_MAP = "village_map"
    STRIP = "level_strip"
