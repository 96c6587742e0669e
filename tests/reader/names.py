"""Names as shown, back to what they name: lines, areas, states, in one language."""

from dataclasses import dataclass
from functools import cached_property

from data_pipeline.declare import Pack
from data_pipeline.outlook.day import PENDING, UNKNOWN
from data_pipeline.sentences.phrases import short
from data_pipeline.words import catalogue

ALIAS = {"missed": "will_miss"} | dict.fromkeys(map(str, PENDING), UNKNOWN)


@dataclass(frozen=True)
class Names:
    pack: Pack
    lang: str

    @cached_property
    def lines(self) -> dict[str, str]:
        """Long names first, so that a short one that two lines share does not win."""
        found: dict[str, str] = {}
        for of in (lambda x: x.short(self.lang), lambda x: x.name(self.lang)):
            for line in self.pack.lines.values():
                found.setdefault(of(line), line.id)
        return found

    @cached_property
    def areas(self) -> dict[str, str]:
        found = {}
        for area in self.pack.areas:
            if area.level in ("city", "district"):
                found |= {area.name(self.lang): area.code, short(area, self.lang): area.code}
        return found

    @cached_property
    def states(self) -> dict[str, str]:
        """By its word; what missed its deadline is told as what will miss it, what is not judged yet as unknown."""
        told = {v: k.removeprefix("state.") for k, v in catalogue(self.lang).items() if k.startswith("state.")}
        return {v: ALIAS.get(state, state) for v, state in told.items()}

    def line(self, text: str) -> str:
        return self.lines.get(text.strip(), "")

    def area(self, text: str) -> str:
        return self.areas.get(text.strip(), "")

    def state_of(self, css: str) -> str:
        """Of an element's classes the one that is a state."""
        known = set(self.states.values())
        return next((c for c in css.split() if c in known), "")
