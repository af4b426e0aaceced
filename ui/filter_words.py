"""The filters of a scope in words, for labels, summaries and exports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from db.queries.reference import StageRow
from domain.scope import DAYS, FILTERS, Scope
from wording import dates
from wording.translator import Translator


@dataclass(frozen=True)
class FilterWords:
    """What the codes of filters are called: names of areas and units, stages, labels.

    `areas` is the kecamatan of each village, for villages that share a name.
    """

    t: Translator
    names: Mapping[str, str]
    areas: Mapping[str, str]
    stages: Sequence[StageRow]

    def word(self, name: str, code: str) -> str:
        """What a code of a filter is called: "Kampanye", "tinggi", "Polsek Kedurang"."""
        if name == "stage":
            if self.t.has(short := f"stage_short.{code}"):
                return self.t(short)
            found = [stage.name(self.t.language) for stage in self.stages if stage.code == code]
            return found[0] if found else code
        if name == "village":
            return self._village(code)
        if name in ("sub_district", "unit"):
            return self.names.get(code, code)
        return self.t.label(name, code)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The names that more than one village bears."""
        times = Counter(self.names.get(code, code) for code in self.areas)
        return frozenset(name for name, count in times.items() if count > 1)

    def _village(self, code: str) -> str:
        name = self.names.get(code, code)
        if name in self._shared:
            return f"{name}, {self.names.get(self.areas.get(code, ''), '')}"
        return name

    def chosen(self, scope: Scope) -> list[tuple[str, str]]:
        """The filters that are set, each with its values in words: ("Tingkat", "tinggi")."""
        t = self.t
        found = [
            (t(f"scope.filter.{name}"), ", ".join(self.word(name, code) for code in codes))
            for name in FILTERS
            if (codes := getattr(scope, name))
        ]
        for name in DAYS:
            if (day := getattr(scope, name)) is not None:
                found.append((t(f"scope.filter.{name}"), dates.short(day, t.language)))
        if scope.text:
            found.append((t("scope.filter.text"), scope.text))
        return found
