"""All that is wrong with a pack, at once: each fault with its file, line, key and reason, and what to do about it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack, read_pack
from data_pipeline.declare.boundaries import outlines
from data_pipeline.propose.loose import loose
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.store.tables import views
from data_pipeline.store.tables.apply import tables
from data_pipeline.words import catalogue, say

LINE = re.compile(r"line (\d+)")
INDEX = re.compile(r"(\w+)[\[.](\d+)")
CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")


@dataclass(frozen=True)
class Fault:
    """`line`: of the file, 0 where none can be named."""

    file: str
    line: int
    key: str
    kind: str
    reason: str
    facts: dict[str, object]

    def sentence(self, lang: str) -> str:
        key = self.kind if f"fault.{self.kind}" in catalogue(lang) else "other"
        facts = {"key": self.key, "reason": self.reason, "name": "", "what": "", "expected": "", "value": ""} | {
            k: v for k, v in self.facts.items() if isinstance(k, str)
        }
        where = say(lang, "fault.at" if self.line else "fault.in", file=self.file, line=self.line)
        return where + say(lang, f"fault.{key}", **facts)


def faults_of(root: Path, *, made: bool = True) -> list[Fault]:
    """None where nothing is wrong. Never raises for what stands in the folder. `made`: the tables are made as well,
    which takes longer than all the reading."""
    if not root.is_dir():
        return [Fault(str(root), 0, "-", "no_folder", "", {})]
    pack, found = read_pack(root)
    if pack is not None and not found:
        found = [*_beyond(pack), *loose(pack)] or (list(_sql(pack)) if made else [])
    return [_fault(root, why) for why in found]


def _fault(root: Path, why: DeclarationError) -> Fault:
    path, key = Path(str(why.facts["file"])), str(why.facts["key"])
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    line = _line(path, key, str(why.facts["reason"]), why.kind)
    return Fault(name, line, key.removeprefix(f"line {line}: "), why.kind, str(why.facts["reason"]), why.more)


def _line(path: Path, key: str, reason: str, kind: str) -> int:
    """Where a key stands: as told, or the first place that names it."""
    if named := LINE.search(key if path.suffix == ".csv" else reason if kind == "toml" else ""):
        return int(named[1])
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    at = 0
    if entry := INDEX.search(key):
        opened = [n for n, text in enumerate(lines) if re.match(rf"\s*(?:\[\[{entry[1]}\]\]|\{{)", text)]
        at = opened[int(entry[2])] if int(entry[2]) < len(opened) else 0
    last = re.escape(re.split(r"[.\[\]]+", key.rstrip("]."))[-1])
    key_at = re.compile(rf'^\s*{last}\s*=|[{{,]\s*{last}\s*=|"{last}"|^{last},')
    return next((n for n in range(at, len(lines)) if key_at.search(lines[n])), at or -1) + 1


def _beyond(pack: Pack) -> Iterator[DeclarationError]:
    """What each file may say by itself and the operation cannot be run with."""
    operation, root = pack.operation, pack.root
    head, lines = root / "operation.toml", root / "lines.toml"
    if operation.city_code not in pack.area:
        yield DeclarationError(head, "city_code", "", "no_whole", name=operation.city_code)
    if not pack.districts:
        yield DeclarationError(root / "areas.csv", "level", "", "no_areas")
    hours = operation.slots
    if not hours or list(hours) != sorted({*hours}) or not 1 <= hours[0] <= hours[-1] <= 24:
        yield DeclarationError(head, "slots", "", "bad_slots", value=", ".join(map(str, hours)))
    for clock in (c for c in operation.meetings if not CLOCK.fullmatch(c)):
        yield DeclarationError(head, "meetings", "", "bad_time", value=clock)
    for line in pack.lines.values():
        if not CLOCK.fullmatch(line.deadline):
            yield DeclarationError(lines, line.id, "", "bad_time", value=line.deadline)
    for code, times in Counter(a.code for a in pack.areas).items():
        if times > 1:
            yield DeclarationError(root / "areas.csv", code, "", "area_twice", name=code)
    metrics = {t.metric for t in pack.targets}
    for file, declared in (("lines.toml", pack.lines), ("gauges.toml", pack.gauges)):
        for one in declared.values():
            if one.metric not in metrics:
                yield DeclarationError(root / file, one.id, "", "no_metric", name=one.metric)
    try:
        unknown = {*outlines(root)} - {*pack.area}
    except DeclarationError as why:
        yield DeclarationError(root / "boundaries.geojson", "-", str(why.facts["reason"]), "bad_outlines")
    else:
        for code in sorted(unknown):
            yield DeclarationError(root / "boundaries.geojson", code, "", "refers", what="area", name=code)


def _sql(pack: Pack) -> Iterator[DeclarationError]:
    """Whether all that is declared by columns, and the pack's own SQL, can be made into tables."""
    connection = open_scratch(Limits(timezone=pack.operation.timezone))
    try:
        ordered, _ = views.plan(pack)
        tables(connection, pack)
        views.check(connection, ordered)
    except DeclarationError as why:
        file = pack.root / str(why.facts["file"])
        reason = str(why.facts["reason"]).splitlines()[0]
        yield DeclarationError(file, str(why.facts["key"]).split(".")[-1], reason, "sql")
    except duckdb.Error as why:
        yield DeclarationError(pack.root, "-", str(why).splitlines()[0], "sql")
    finally:
        connection.close()
