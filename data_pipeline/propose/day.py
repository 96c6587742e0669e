"""A plausible day of an operation, to train on before its first file: simulated, and said so wherever it shows."""

import csv
import io
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from data_pipeline.declare import Feed, Pack, load_pack
from data_pipeline.declare.feed import Column

SEED = 20250721
USUAL = (150, 900)  # what is due of an area where nothing says it
SENT = timedelta(minutes=12)  # after its time a report comes
BEGINS, CLOSE = 6.0, 24  # hours of the day
PASSED_ON = 1.5  # hours after one stage the next has done as much
SIMULATED = "simulated = true\n"


@dataclass(frozen=True)
class Report:
    feed: str
    name: str
    data: bytes
    at: datetime  # of receipt


def for_training(pack: Path, folder: Path) -> Pack:
    """A copy of the pack that says that its figures are simulated. The folder must not be there."""
    shutil.copytree(pack, folder)
    head = folder / "operation.toml"
    kept = "".join(x for x in head.read_text("utf-8").splitlines(True) if not x.startswith("simulated"))
    head.write_text(kept.rstrip("\n") + "\n" + SIMULATED, "utf-8")
    return load_pack(folder)


def day_of(pack: Pack, day: date, seed: int = SEED) -> Iterator[Report]:
    """The files of that day, one a feed and report time, in the order in which they come."""
    rng = random.Random(seed)
    for feed in pack.feeds.values():
        worlds, pairs = {a.code: _World(rng) for a in pack.districts}, _pairs(pack, feed)
        hours = pack.operation.slots if feed.as_of_column else (CLOSE,)
        for hour in hours:
            places = [_Place(code, kind, hour, worlds[code]) for code in worlds for kind in _kinds(pack, feed)]
            rows = [_named(pack, feed, day, p) | p.figures(feed, pairs) for p in places]
            at = datetime.combine(day, time()) + timedelta(hours=hour)
            yield Report(feed.id, f"{feed.id}_{day:%Y%m%d}_{hour:02}.csv", _csv(feed, rows), at + SENT)


class _World:
    """One area: how fast it is, and figures that stay what they are all day."""

    def __init__(self, rng: random.Random) -> None:
        self.pace = rng.uniform(0.86, 1.12)
        self.rng = rng
        self.held: dict[str, float] = {}

    def due(self, name: str) -> int:
        return int(self.held.setdefault(name, self.rng.randint(*USUAL)))

    def level(self, name: str) -> int:
        now = self.held.get(name) or self.rng.uniform(20, 80)
        self.held[name] = now * self.rng.uniform(0.95, 1.05)
        return round(now)

    def done(self, hour: float) -> float:
        """The share of the day's work that is done by an hour."""
        passed = min(1.0, max(0.0, (hour - BEGINS) / (CLOSE - BEGINS)))
        return min(1.0, self.pace * (1.18 * passed - 0.18 * passed * passed))


@dataclass(frozen=True)
class _Part:
    """What a column is a part of: a column of what is due, or what is planned, by area. `after`: hours behind the first
    stage. `of`: so many columns are what is done together. `left`: it is what they leave."""

    due: str | Mapping[str, int]
    after: float = 0
    of: int = 1
    left: bool = False

    def figure(self, whole: int, done: float) -> int:
        each = int(whole * done) // self.of
        return whole - each * self.of if self.left else each


@dataclass(frozen=True)
class _Place:
    """One row: an area, a kind of what is done there, and the hour it speaks of."""

    area: str
    kind: str
    hour: int
    world: _World

    def figures(self, feed: Feed, pairs: Mapping[str, _Part]) -> dict[str, object]:
        return {c.name: self._figure(c, pairs) for c in feed.columns if c.is_number}

    def _figure(self, column: Column, pairs: Mapping[str, _Part]) -> object:
        name = f"{column.name}{self.kind}"
        if column.name in pairs:
            of = pairs[column.name]
            whole = self.world.due(f"{of.due}{self.kind}") if isinstance(of.due, str) else of.due[self.area]
            return of.figure(whole, self.world.done(self.hour - of.after))
        if column.semantics == "C" or column.name in {x.due for x in pairs.values() if isinstance(x.due, str)}:
            return self.world.due(name)
        return "" if column.optional else self.world.level(name)


def _named(pack: Pack, feed: Feed, day: date, place: _Place) -> dict[str, object]:
    """What names the row; a column of text that does not is left blank."""
    given = {feed.day_column: day.isoformat(), feed.district_column: pack.area[place.area].zh}
    if feed.as_of_column:
        given[feed.as_of_column] = f"{day.isoformat()} {place.hour:02}:00"
    return {c.name: place.kind if c.vocab else given.get(c.name, "") for c in feed.columns if not c.is_number}


def _pairs(pack: Pack, feed: Feed) -> dict[str, _Part]:
    """Columns of what is done, and of what is left, -> what they are a part of."""
    found = {"done": _Part("due")} if feed.id == "work" else {}
    names = {c.name for c in feed.columns}
    for shape in (x for x in pack.ledgers if x.of == feed.id):
        planned = {p.area: p.due for p in pack.plan if p.line == next(iter(shape.cuts))}
        by_area = {a.code: planned.get(a.code, 0) for a in pack.districts}
        due, parts = by_area if shape.planned else shape.new_due, shape.done.split(" + ")
        if names.issuperset(parts):
            found |= {done: _Part(due, of=len(parts)) for done in parts}
            found |= {shape.open: _Part(due, of=len(parts), left=True)} if shape.open in names else {}
    for of in (x for x in pack.stages if x.of == feed.id):
        found |= {done: _Part(of.due, n * PASSED_ON) for n, done in enumerate(of.steps.values())}
    return found


def _kinds(pack: Pack, feed: Feed) -> list[str]:
    vocab = next((c.vocab for c in feed.columns if c.vocab), None)
    return [t.code for t in pack.terms(vocab)] if vocab else [""]


def _csv(feed: Feed, rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([c.zh for c in feed.columns])
    writer.writerows([[row[c.name] for c in feed.columns] for row in rows])
    return out.getvalue().encode()
