"""Whether what the cities published of a day is what their own rows give, and the day rolled up anew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from data_pipeline.core.errors import BoardError
from data_pipeline.core.records import records
from data_pipeline.nation.anew import REFUSED, Anew
from data_pipeline.nation.engine import Engine
from data_pipeline.nation.rollups import LEVELS, SCHEMA, Rollups
from data_pipeline.words.numbers import known

COMPARED = ("slot", "deadline_at", "carry_in", "due", "done", "cancelled", "open", "rate", "reported", "expected")
WHOLE_ROW = "row"


@dataclass(frozen=True)
class Difference:
    """One cell of one publication. `column` WHOLE_ROW: only one of the two has the row."""

    city: str
    ops_day: date
    reported_at: datetime
    line: str
    area: str
    slot: datetime | None
    column: str
    published: Any
    worked_out: Any


@dataclass(frozen=True)
class Audit:
    """Of one day. `refused`: by city, why its rows could not be asked."""

    ops_day: date
    cities: int
    publications: int
    rows: int
    refused: dict[str, BoardError]
    differences: list[Difference]


def audited(engine: Engine, rollups: Rollups, day: date, work: Anew, *, again: bool = False) -> Audit | None:
    """None where nothing was published of the day. `again`: where a city's differ, what its rows give takes the place
    of all it published of the day, in one commit. Raises BoardError rollups_away, rollups_moved."""
    version = rollups.version()
    files = [file for level in LEVELS for file in rollups.files(day, level)]
    if not files:
        return None
    published = engine.read(rollups.folder, files)
    worked_out = engine.each(published, work)
    found = records(engine.frame(engine.ask("nation/audited", {"worked_out": worked_out})))
    both = {"published": published, "worked_out": worked_out}
    wrong = _differences(engine.frame(engine.ask("nation/differences", both)))
    if again and wrong:
        cities = sorted({d.city for d in wrong})
        rows = engine.frame(engine.ask("nation/again", {"worked_out": worked_out}, {"cities": cities}))
        rollups.replace(day, cities, pa.Table.from_pandas(rows, SCHEMA, preserve_index=False), version)
    publications, areas = (int(sum(r[name] for r in found)) for name in ("publications", "areas"))
    refused = {str(r["city"]): _why(r[REFUSED]) for r in found if known(r[REFUSED])}
    return Audit(day, len(found), publications, areas, refused, wrong)


def _differences(found: pd.DataFrame) -> list[Difference]:
    return [difference for row in records(found) for difference in _cells(row)]


def _cells(row: dict[str, Any]) -> Iterator[Difference]:
    slot = _plain(row["slot"])
    own = (str(row["city"]), row["ops_day"], row["reported_at"].to_pydatetime(), str(row["line"]), str(row["area"]))
    whole = row["is_published"], row["is_worked_out"]
    if not all(whole):
        yield Difference(*own, slot, WHOLE_ROW, *whole)
        return
    for name in COMPARED:
        cells = [_plain(row[f"{side}_{name}"]) for side in ("published", "worked_out")]
        if cells[0] != cells[1]:
            yield Difference(*own, slot, name, *cells)


def _plain(cell: Any) -> Any:
    """None where there is none; a moment of Python's own."""
    if not known(cell):
        return None
    return cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell


def _why(refused: str) -> BoardError:
    facts = json.loads(refused)
    return BoardError(facts.pop("code"), **facts)
