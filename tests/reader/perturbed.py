"""How soon the headline tells the truth when a day turns, and how often a district is red that misses nothing.

Taken from the command page's tiles and matrix as shown; the truth is the ledger's at the deadline, by all that came
until morning.

`python -m tests.reader.perturbed FOLDER [operation …]` prints a table and keeps what was seen as JSON in FOLDER.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.board import Board
from tests.reader import render
from tests.reader.fact import Fact, Reading
from tests.reader.operations import ALL, DAY, Operation
from tests.reader.take import into

AFTER = (5, 20, 40)  # minutes of every hour at which they are looked at
WIDER = 0.2  # what is told as left counts as true within a fifth of its ends
RED, GREEN = "will_miss", "on_track"


@dataclass(frozen=True)
class Seen:
    """One line in one place as the command page showed it."""

    at: str
    line: str
    area: str
    state: str
    left: tuple[float, float] | None = None  # told as left at the deadline
    finish: str | None = None  # told as the hour by which it clears


@dataclass(frozen=True)
class Measured:
    operation: str
    truth_h: float | None  # hours from the event until state and figures of the headline are true, and stay so
    state_h: float | None  # the same of its state alone
    flips: int  # verdicts of the headline lines, city, that came back within a slot
    false_red: int  # district-hours red, of lines and districts that miss nothing
    judged: int  # district-hours of lines and districts that miss nothing
    missed_green: int  # district-hours shown as on track, of those that miss


def moments() -> list[datetime]:
    midnight = datetime.combine(DAY, time())
    return [midnight + timedelta(hours=h, minutes=m) for h in range(8, 24) for m in AFTER]


def look(board: Board, at: Iterable[datetime]) -> list[Seen]:
    found: list[Seen] = []
    with render.on(board):
        for now in at:
            reading = Reading(now, render.moment_of(board, now), board.pack)
            render.warm(board, now)
            into(reading, render.marks(board, now, "en"))
            found += _seen(reading)
    return found


def _seen(reading: Reading) -> list[Seen]:
    states = {(f.line, f.area): f for f in reading.of("state") if f.place in ("tile", "matrix")}
    return [_one(reading, f) for f in states.values()]


def _one(reading: Reading, f: Fact) -> Seen:
    own = [x for x in reading.facts if (x.place, x.line, x.area) == ("tile", f.line, f.area)]
    left = next(((x.value[0].low, x.value[1].high) for x in own if x.kind == "left_range"), None)
    ends = [x.value[1] if isinstance(x.value, tuple) else x.value for x in own if x.kind.startswith("finish")]
    finish = next((e for e in ends if isinstance(e, datetime)), None)
    clears = f"{finish:%Y-%m-%dT%H:%M}" if finish else None
    return Seen(f"{reading.now:%Y-%m-%dT%H:%M}", f.line, f.area, str(f.value), left, clears)


def truth(board: Board) -> pd.DataFrame:
    """Per line and area the first row told at or after the deadline: `open` and `overdue` (by rule) there."""
    morning = datetime.combine(DAY, time()) + timedelta(days=1, hours=7, minutes=59)
    rows = board.rows("page/day", known_at=morning, ops_day=DAY, moment=morning.replace(hour=0, minute=0))
    over: Any = rows[(rows["as_of"] >= rows["deadline_at"]) & (rows["tier"] == "headline")]
    return over.sort_values("as_of").groupby(["line", "area_code"], as_index=False).first()


def measure(of: Operation, seen: list[Seen], after: pd.DataFrame, city: str) -> Measured:
    missed = {(r["line"], r["area_code"]): r for r in after.to_dict("records")}
    rows = [s for s in seen if s.at[14:] == f"{AFTER[1]:02}" and s.area != city]  # once an hour
    before = [s for s in rows if (m := missed.get((s.line, s.area))) and pd.Timestamp(s.at) < m["deadline_at"]]
    clear = [s for s in before if not missed[s.line, s.area]["overdue"]]
    return Measured(
        of.name,
        *_until_true(of, seen, missed.get((of.line, city)), city),
        sum(_flips([s.state for s in seen if (s.line, s.area) == (line, city)]) for line in {s.line for s in seen}),
        sum(s.state == RED for s in clear),
        len(clear),
        sum(s.state == GREEN and bool(missed[s.line, s.area]["overdue"]) for s in before),
    )


def _until_true(of: Operation, seen: list[Seen], after: dict | None, city: str) -> tuple[float | None, float | None]:
    if of.event is None or after is None:
        return None, None
    told = [s for s in seen if (s.line, s.area) == (of.line, city) and pd.Timestamp(s.at) >= of.event]
    told = [s for s in told if pd.Timestamp(s.at) < after["deadline_at"]]
    return _since(of.event, told, lambda s: _true(s, after)), _since(of.event, told, lambda s: _state(s, after))


def _since(event: datetime, told: list[Seen], holds) -> float | None:
    """Hours until it holds and goes on holding; None where it never does."""
    first = None
    for s in told:
        first = (first or s.at) if holds(s) else None
    return round((pd.Timestamp(first) - event).total_seconds() / 3600, 2) if first else None


def _state(s: Seen, after: dict) -> bool:
    return (s.state == RED) == bool(after["overdue"])


def _true(s: Seen, after: dict) -> bool:
    """The state, and what is told with it: no finish before the deadline where it misses, nor a remainder far off."""
    if not _state(s, after):
        return False
    if s.finish and after["open"] and pd.Timestamp(s.finish) <= after["deadline_at"]:
        return False
    low, high = s.left or (after["open"], after["open"])
    return low * (1 - WIDER) <= after["open"] <= high * (1 + WIDER)


def _flips(states: list[str]) -> int:
    """Verdicts that were left and taken up again within six looks, two hours."""
    runs = [(s, i) for i, s in enumerate(states) if not i or states[i - 1] != s]
    return sum(a[0] == c[0] and c[1] - b[1] <= 6 for a, b, c in zip(runs, runs[1:], runs[2:], strict=False))


def main(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name in names or list(ALL):
        of = ALL[name]
        board = of.made(folder / name)
        seen = look(board, moments())
        (folder / f"{name}.seen.json").write_text(json.dumps([asdict(s) for s in seen]))
        found.append(measure(of, seen, truth(board), board.pack.operation.city_code))
        print(found[-1], flush=True)
    told = [asdict(m) for m in found]
    (folder / "measured.json").write_text(json.dumps(told, indent=1))
    print(pd.DataFrame(told).to_string(index=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
