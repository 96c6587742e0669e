"""Load a pack: a folder that declares one operation. A broken file fails with the file, the key and the reason."""

import csv
import tomllib
from collections.abc import Callable, Container
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare.action import ActionLimits
from data_pipeline.declare.brief import BriefForm
from data_pipeline.declare.feed import Feed
from data_pipeline.declare.line import Gauge, Line
from data_pipeline.declare.operation import Operation
from data_pipeline.declare.shape import LedgerShape, ReadingShape
from data_pipeline.declare.tables import Area, Round, System, Target, Term
from data_pipeline.declare.wall import ViewRule
from data_pipeline.words.unit import Unit

M = TypeVar("M")


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
    readings: tuple[ReadingShape, ...] = ()  # gauges, the same
    briefs: tuple[BriefForm, ...] = ()
    views: tuple[ViewRule, ...] = ()  # of a wall
    actions: ActionLimits = field(default_factory=ActionLimits)
    queries: tuple[Path, ...] = field(default=())  # a pack may bring its own queries/ folder

    def __post_init__(self) -> None:
        """Whole from the start: many threads read a pack, and one of them may be pickling it for a worker."""
        _ = self.area, self.districts, self.mark, self._terms, self._vocabularies

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


def load_pack(root: Path) -> Pack:
    """Read every declaration below `root`; raises DeclarationError."""
    operation = _file(root / "operation.toml", Operation.model_validate)
    shared = _shared_columns(root / "columns.toml")
    feeds = [_feed(f, shared) for f in sorted((root / "feeds").glob("*.toml"))]
    if not feeds:
        raise DeclarationError(root / "feeds", "*.toml", "no feed is declared")
    rounds = _rows(root / "rounds.csv", Round.model_validate)
    vocab = [*_rows(root / "vocab.csv", Term.model_validate), *(_round_term(r) for r in rounds)]
    pack = Pack(
        root=root,
        operation=operation,
        feeds={f.id: f for f in sorted(feeds, key=lambda f: (f.order, f.id))},
        lines={x.id: x for x in _entries(root / "lines.toml", "line", Line.model_validate)},
        gauges={x.id: x for x in _entries(root / "gauges.toml", "gauge", Gauge.model_validate)},
        areas=tuple(_rows(root / "areas.csv", Area.model_validate)),
        vocab=tuple(vocab),
        targets=tuple(_rows(root / "targets.csv", Target.model_validate)),
        rounds=tuple(rounds),
        systems=tuple(_rows(root / "systems.csv", System.model_validate)),
        ledgers=tuple(_entries(root / "lines.toml", "ledger", LedgerShape.model_validate)),
        readings=tuple(_entries(root / "gauges.toml", "reading", ReadingShape.model_validate)),
        briefs=tuple(_entries(root / "briefs.toml", "brief", BriefForm.model_validate)),
        views=tuple(_entries(root / "walls.toml", "view", ViewRule.model_validate)),
        actions=_optional(root / "actions.toml", ActionLimits.model_validate),
        queries=(root / "queries",) if (root / "queries").is_dir() else (),
    )
    _cross_check(pack)
    return pack


def _file(path: Path, read: Callable[[Any], M]) -> M:
    return _checked(path, "", read, _toml(path))


def _optional(path: Path, read: Callable[[Any], M]) -> M:
    """What a pack need not say has its defaults."""
    return _file(path, read) if path.exists() else read({})


def _shared_columns(path: Path) -> dict[str, dict[str, Any]]:
    """The columns several feeds have in common (an optional file), by name."""
    entries = _toml(path).get("column", []) if path.exists() else []
    return {x["name"]: x for x in entries if "name" in x}


def _feed(path: Path, shared: dict[str, dict[str, Any]]) -> Feed:
    """A feed's column may say `use = "as_of"`: it is then the shared column, with the keys beside `use` on top."""
    data = _toml(path)
    columns = []
    for i, column in enumerate(data.get("column", [])):
        own = dict(column)
        name = own.pop("use", None)
        if name is not None and name not in shared:
            raise DeclarationError(path, f"column.{i}.use", f"columns.toml has no column {name!r}")
        columns.append(shared[name] | own if name is not None else own)
    return _checked(path, "", Feed.model_validate, data | {"column": columns} if columns else data)


def _entries(path: Path, table: str, read: Callable[[Any], M]) -> list[M]:
    """The [[table]] entries of an optional TOML file."""
    if not path.exists():
        return []
    return [_checked(path, f"{table}[{i}].", read, x) for i, x in enumerate(_toml(path).get(table, []))]


def _rows(path: Path, read: Callable[[Any], M]) -> list[M]:
    """The rows of an optional CSV file; blank cells are absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as f:
        rows = [{k: v for k, v in r.items() if v not in ("", None)} for r in csv.DictReader(f)]
    return [_checked(path, f"line {i}: ", read, r) for i, r in enumerate(rows, start=2)]


def _round_term(r: Round) -> Term:
    """A round is a term of vocabulary `round`, so that a feed's column may be held to the rounds declared."""
    return Term(vocab="round", code=r.round_id, zh=r.zh, en=r.en)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DeclarationError(path, "-", "the file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise DeclarationError(path, "-", str(why)) from None


def _checked(path: Path, where: str, read: Callable[[Any], M], data: object) -> M:
    try:
        return read(data)
    except ValidationError as why:
        first = why.errors()[0]
        raise DeclarationError(path, where + ".".join(map(str, first["loc"])), first["msg"]) from None


def _cross_check(pack: Pack) -> None:
    """References between files, each with the file and key that makes it."""
    known = {t.vocab for t in pack.vocab}
    units = {t.code for t in pack.terms("unit")}
    for feed in pack.feeds.values():
        for column in feed.columns:
            path = pack.root / "feeds" / f"{feed.id}.toml"
            _refers(path, column.name, "vocab", column.vocab, known)
            _refers(path, column.name, "unit", column.unit, units)
    for file, declared in (("lines.toml", pack.lines), ("gauges.toml", pack.gauges)):
        for x in declared.values():
            _refers(pack.root / file, x.id, "feed", x.feed, pack.feeds)
            _refers(pack.root / file, x.id, "unit", x.unit, units)
            for system in x.systems:
                _refers(pack.root / file, x.id, "system", system, {s.id for s in pack.systems})
    for line in pack.lines.values():
        if bool(line.worst_of) == bool(line.sql):
            raise DeclarationError(pack.root / "lines.toml", line.id, "a line has either sql or worst_of")
        for part in line.worst_of:
            _refers(pack.root / "lines.toml", line.id, "line", part, pack.lines)
    for area in pack.areas:
        _refers(pack.root / "areas.csv", area.code, "parent", area.parent, pack.area)
    for target in pack.targets:
        _refers(pack.root / "targets.csv", f"{target.metric} {target.item}".strip(), "unit", target.unit, units)


def _refers(path: Path, key: str, kind: str, name: str | None, known: Container[str]) -> None:
    """A blank reference is none; a reference to what is not declared is an error."""
    if name and name not in known:
        raise DeclarationError(path, key, f"no {kind} {name!r}")
