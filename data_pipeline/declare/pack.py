"""A pack: a folder that declares one operation, read into typed values (reading.py)."""

from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from data_pipeline.declare.action import ActionLimits
from data_pipeline.declare.alert import AlertRules
from data_pipeline.declare.brief import BriefForm
from data_pipeline.declare.doubt import DoubtRules
from data_pipeline.declare.feed import Feed
from data_pipeline.declare.line import Gauge, Line
from data_pipeline.declare.local import LocalTarget, Zoned
from data_pipeline.declare.operation import Operation
from data_pipeline.declare.panel import PanelRule
from data_pipeline.declare.shape import LedgerShape, ReadingShape, StagesShape
from data_pipeline.declare.tables import Area, Planned, Round, System, Target, Term
from data_pipeline.declare.wall import ViewRule
from data_pipeline.words.unit import Unit


@dataclass(frozen=True)
class Pack:
    root: Path
    operation: Operation
    feeds: dict[str, Feed]
    lines: dict[str, Line]
    gauges: dict[str, Gauge]
    areas: tuple[Area, ...]
    vocab: tuple[Term, ...]
    targets: tuple[Target, ...]
    rounds: tuple[Round, ...]
    systems: tuple[System, ...] = ()
    ledgers: tuple[LedgerShape, ...] = ()  # lines declared by their columns, without a file of their own
    stages: tuple[StagesShape, ...] = ()  # of which some of these ledgers are made
    readings: tuple[ReadingShape, ...] = ()  # gauges, the same
    briefs: tuple[BriefForm, ...] = ()
    views: tuple[ViewRule, ...] = ()  # of a wall
    panels: tuple[PanelRule, ...] = ()  # of the page of its work, in their order
    actions: ActionLimits = field(default_factory=ActionLimits)
    alerts: AlertRules = field(default_factory=AlertRules)
    doubts: DoubtRules = field(default_factory=DoubtRules)
    local: tuple[LocalTarget, ...] = ()  # targets of one place, zone or span of days
    zones: tuple[Zoned, ...] = ()
    plan: tuple[Planned, ...] = ()  # what is due a day, where no file says so
    queries: tuple[Path, ...] = field(default=())  # a pack may bring its own queries/ folder

    def __post_init__(self) -> None:
        """Whole from the start: many threads read a pack, and one of them may be pickling it for a worker."""
        _ = self.area, self.districts, self.mark, self.has_subdistricts, self._terms, self._vocabularies

    @property
    def id(self) -> str:
        return self.root.name

    @cached_property
    def mark(self) -> str:
        """Equal for packs that declare the same; another for the smallest difference."""
        declared = [(f.name, getattr(self, f.name)) for f in fields(self)]
        return sha256(repr(declared).encode()).hexdigest()

    @cached_property
    def area(self) -> dict[str, Area]:
        return {a.code: a for a in self.areas}

    @cached_property
    def districts(self) -> tuple[Area, ...]:
        """The districts in their one fixed order."""
        return tuple(a for a in self.areas if a.level == "district")

    @property
    def staged(self) -> tuple[Line, ...]:
        """The lines that are stages of one another, in their order."""
        cuts = [cut for of in self.stages for cut in of.steps]
        return tuple(x for cut in cuts for x in self.lines.values() if x.sql == cut)

    @cached_property
    def has_subdistricts(self) -> bool:
        """Is anything reported of places below the districts?"""
        return any(a.level == "subdistrict" for a in self.areas) or any(
            c.type == "subdistrict" for f in self.feeds.values() for c in f.column
        )

    def terms(self, vocab: str) -> tuple[Term, ...]:
        return self._vocabularies.get(vocab, ())

    def term(self, vocab: str, code: str, lang: str) -> str:
        """The label of a code in a vocabulary; the code itself where it is not declared."""
        found = self._term(vocab, code)
        return found.name(lang) if found else code

    def unit(self, code: str, lang: str) -> Unit:
        """The word of a unit, which knows its form behind the figure 1."""
        found = self._term("unit", code)
        return Unit(found.name(lang), found.one(lang)) if found else Unit(code, code)

    def _term(self, vocab: str, code: str) -> Term | None:
        return self._terms.get((vocab, code))

    @cached_property
    def _terms(self) -> dict[tuple[str, str], Term]:
        return {(t.vocab, t.code): t for t in reversed(self.vocab)}

    @cached_property
    def _vocabularies(self) -> dict[str, tuple[Term, ...]]:
        found: dict[str, list[Term]] = {}
        for term in self.vocab:
            found.setdefault(term.vocab, []).append(term)
        return {vocab: tuple(terms) for vocab, terms in found.items()}
