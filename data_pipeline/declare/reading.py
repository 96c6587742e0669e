"""Read a pack's folder. A broken file is a fault with the file, the key and the reason; all are found at once."""

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare.action import ActionLimits
from data_pipeline.declare.alert import AlertRules
from data_pipeline.declare.brief import BriefForm
from data_pipeline.declare.doubt import DoubtRules
from data_pipeline.declare.feed import Feed
from data_pipeline.declare.line import Gauge, Line
from data_pipeline.declare.local import LocalTarget, Zoned
from data_pipeline.declare.model import Declared
from data_pipeline.declare.operation import Operation
from data_pipeline.declare.pack import Pack
from data_pipeline.declare.panel import PanelRule
from data_pipeline.declare.references import references
from data_pipeline.declare.shape import LedgerShape, ReadingShape, StagesShape
from data_pipeline.declare.standard import brief_forms, taken
from data_pipeline.declare.tables import Area, Planned, Round, System, Target, Term
from data_pipeline.declare.wall import ViewRule

M = TypeVar("M")
R = TypeVar("R", bound=Declared)
Entries = list[dict[str, Any]]


def load_pack(root: Path) -> Pack:
    """Every declaration below `root`; raises DeclarationError, the first there is."""
    pack, found = read_pack(root)
    if pack is None or found:
        raise found[0]
    return pack


def read_pack(root: Path) -> tuple[Pack | None, list[DeclarationError]]:
    """The same with all that is wrong; no pack where too little of it can be read."""
    reading = _Reading(root)
    pack = reading.pack()
    if pack is None or reading.faults:
        return None, reading.faults
    return pack, list(references(pack))


class _Reading:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[DeclarationError] = []

    def pack(self) -> Pack | None:
        root, toml = self.root, self._toml
        operation = self._checked(
            root / "operation.toml", "", Operation.model_validate, toml("operation.toml", must=True)
        )
        shared = {
            x["name"]: x for x in self._listed(root / "columns.toml", toml("columns.toml"), "column") if "name" in x
        }
        feeds = [f for file in sorted((root / "feeds").glob("*.toml")) if (f := self._feed(file, shared))]
        if not feeds and not self.faults:
            self.faults.append(DeclarationError(root / "feeds", "*.toml", "no feed is declared", "no_feed"))
        rounds = self._rows("rounds.csv", Round)
        vocab = [*self._rows("vocab.csv", Term), *(_round_term(r) for r in rounds)]
        lines, gauges = toml("lines.toml"), toml("gauges.toml")
        stages = self._entries("lines.toml", lines, "stages", StagesShape.model_validate)
        found = {
            "lines": {x.id: x for x in self._entries("lines.toml", lines, "line", Line.model_validate)},
            "gauges": {x.id: x for x in self._entries("gauges.toml", gauges, "gauge", Gauge.model_validate)},
            "areas": tuple(self._rows("areas.csv", Area)),
            "vocab": tuple(vocab),
            "targets": tuple(self._rows("targets.csv", Target)),
            "rounds": tuple(rounds),
            "systems": tuple(self._rows("systems.csv", System)),
            "ledgers": (
                *self._entries("lines.toml", lines, "ledger", LedgerShape.model_validate),
                *(ledger for of in stages for ledger in of.ledgers()),
            ),
            "stages": tuple(stages),
            "readings": tuple(self._entries("gauges.toml", gauges, "reading", ReadingShape.model_validate)),
            "briefs": self._briefs(operation, bool(lines)),
            "views": tuple(self._entries("walls.toml", toml("walls.toml"), "view", ViewRule.model_validate)),
            "panels": tuple(self._entries("panels.toml", toml("panels.toml"), "panel", PanelRule.model_validate)),
            "actions": self._optional("actions.toml", ActionLimits),
            "alerts": self._optional("alerts.toml", AlertRules),
            "doubts": self._optional("doubts.toml", DoubtRules),
            "local": tuple(self._rows("targets_local.csv", LocalTarget)),
            "zones": tuple(self._rows("zones.csv", Zoned)),
            "plan": tuple(self._rows("plan.csv", Planned)),
            "queries": (root / "queries",) if (root / "queries").is_dir() else (),
        }
        if operation is None or self.faults:
            return None
        by_id = {f.id: f for f in sorted(feeds, key=lambda f: (f.order, f.id))}
        return Pack(root=root, operation=operation, feeds=by_id, **found)

    def _feed(self, path: Path, shared: dict[str, dict[str, Any]]) -> Feed | None:
        """A feed's column may say `use = "as_of"`: it is then the shared column, with the keys beside `use` on top."""
        text = self._toml(f"feeds/{path.name}", must=True)
        if text is None:
            return None
        try:
            data = taken(text, path)
        except DeclarationError as why:
            self.faults.append(why)
            return None
        columns = []
        for i, column in enumerate(self._listed(path, data, "column")):
            own = dict(column)
            name = own.pop("use", None)
            if name is not None and name not in shared:
                key = f"column.{i}.use"
                self.faults.append(
                    DeclarationError(path, key, f"columns.toml has no column {name!r}", "no_shared", name=name)
                )
                return None
            columns.append(shared[name] | own if name is not None else own)
        return self._checked(path, "", Feed.model_validate, data | {"column": columns} if columns else data)

    def _entries(self, name: str, data: dict[str, Any] | None, table: str, read: Callable[[Any], M]) -> list[M]:
        """The [[table]] entries of an optional TOML file."""
        path = self.root / name
        found = (self._checked(path, f"{table}[{i}].", read, x) for i, x in enumerate(self._listed(path, data, table)))
        return [x for x in found if x is not None]

    def _briefs(self, operation: Operation | None, has_lines: bool) -> tuple[BriefForm, ...]:
        """Its own; an operation of lines that has no such file has the house's."""
        own = self._toml("briefs.toml")
        if own is None and operation is not None and has_lines and not (self.root / "briefs.toml").exists():
            return brief_forms(operation)
        return tuple(self._entries("briefs.toml", own, "brief", BriefForm.model_validate))

    def _optional(self, name: str, of: type[R]) -> R | None:
        """What a pack need not say has its defaults."""
        return self._checked(self.root / name, "", of.model_validate, self._toml(name) or {})

    def _listed(self, path: Path, data: dict[str, Any] | None, table: str) -> Entries:
        """The entries of a list of tables; where it is none of these, that is a fault."""
        found = (data or {}).get(table, [])
        if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
            self.faults.append(DeclarationError(path, table, "must be a list of tables", "no_list"))
            return []
        return found

    def _rows(self, name: str, of: type[R]) -> list[R]:
        """The rows of an optional CSV file; blank cells are absent. A wrong header is one fault, not one a row."""
        path = self.root / name
        if not path.exists():
            return []
        try:
            with path.open(encoding="utf-8", newline="") as f:
                reader = csv.DictReader(f)
                headers = reader.fieldnames or ()
                rows = [{str(k): v for k, v in r.items() if v not in ("", None)} for r in reader]
        except (UnicodeDecodeError, csv.Error, OSError) as why:
            self.faults.append(DeclarationError(path, "-", str(why), "unread"))
            return []
        strange = [h for h in headers if h not in of.model_fields and not of.is_name(h)]
        wrong = [(h, "extra_forbidden", "is no column of this file") for h in strange]
        must = (n for n, field in of.model_fields.items() if field.is_required())
        wrong += [(n, "missing", "Field required") for n in must if n not in headers]
        self.faults += [DeclarationError(path, f"line 1: {key}", reason, kind) for key, kind, reason in wrong]
        found = (self._checked(path, f"line {i}: ", of.model_validate, r) for i, r in enumerate(rows, start=2))
        return [] if wrong else [x for x in found if x is not None]

    def _toml(self, name: str, *, must: bool = False) -> dict[str, Any] | None:
        path = self.root / name
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            if must:
                self.faults.append(DeclarationError(path, "-", "the file is missing", "missing_file"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            kind = "toml" if isinstance(why, tomllib.TOMLDecodeError) else "unread"
            self.faults.append(DeclarationError(path, "-", str(why), kind))
        except OSError as why:
            self.faults.append(DeclarationError(path, "-", str(why.strerror), "unread"))
        return None

    def _checked(self, path: Path, where: str, read: Callable[[Any], M], data: object) -> M | None:
        if data is None:
            return None
        try:
            return read(data)
        except ValidationError as why:
            for error in why.errors():
                key = where + ".".join(map(str, error["loc"]))
                self.faults.append(DeclarationError(path, key, error["msg"], error["type"], **error.get("ctx", {})))
        return None


def _round_term(r: Round) -> Term:
    """A round is a term of vocabulary `round`, so that a feed's column may be held to the rounds declared."""
    return Term(vocab="round", code=r.round_id, zh=r.zh, en=r.en)
