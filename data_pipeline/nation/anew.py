"""What a city's own rows give for each of its publications: the same query at the same moment, in whichever process.

Figures are worked out anew. What was judged of them then (state, judge, finish) is what the board said: it stays.
"""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data_pipeline.board.board import Board, limits_of, pack_of, store_at
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import pack_folder, settings
from data_pipeline.declare import load_pack
from data_pipeline.judge.judged import speaking
from data_pipeline.judge.slots import turned
from data_pipeline.nation.cities import Nation
from data_pipeline.nation.publish import Mark, table
from data_pipeline.nation.rollups import SCHEMA

JUDGED = ["state", "judge", "finish_at", "late_h"]
REFUSED = "refused"
# `refused`: the code and facts of the BoardError for which a city could not be worked out; its rows are as published.
WORKED_OUT = SCHEMA.append(pa.field(REFUSED, pa.string()))


@dataclass(frozen=True)
class Stored:
    """Where a city's ledger and rows lie, as BOARD_STORE says it, and by which pack."""

    pack: Path
    store: str

    def opened(self) -> Board:
        """Raises BoardError of many kinds, DeclarationError."""
        pack = load_pack(self.pack)
        return Board(pack, store_at(self.store), limits_of(pack))


def stores(of: Nation) -> dict[str, Stored]:
    """Of the cities whose store is named, and of this board's own."""
    named = {c.code: Stored(pack_folder(c.pack) if c.pack else settings().pack, c.store) for c in of.city if c.store}
    return {pack_of().operation.city_code: Stored(settings().pack, settings().store)} | named


@dataclass(frozen=True)
class Anew:
    """Work for an engine. `stores`: by the city's code."""

    stores: Mapping[str, Stored]

    def __call__(self, published: pa.Table) -> pa.Table:
        published = published.select(SCHEMA.names).cast(SCHEMA)
        city = published.column("city")[0].as_py()
        try:
            return _refused(self._worked_out(city, published), None)
        except BoardError as why:
            return _refused(published, why)

    def _worked_out(self, city: str, published: pa.Table) -> pa.Table:
        if city not in self.stores:
            raise BoardError("city_unstored", city=city)
        with closing(self.stores[city].opened()) as board:
            if (own := board.pack.operation.city_code) != city:
                raise BoardError("city_pack", city=city, pack=own)
            return figures(board, published)


def figures(board: Board, published: pa.Table) -> pa.Table:
    """Rows of SCHEMA. `published`: any number of publications of this board's city."""
    by = ["ops_day", "reported_at", "seq", "token"]
    given = published.to_pandas()
    each = (_publication(board, _mark(own), own) for _, own in given.groupby(by, sort=True))
    return pa.concat_tables([SCHEMA.empty_table(), *each])


def _mark(own: pd.DataFrame) -> Mark:
    first = own.iloc[0]
    day: date = first["ops_day"]
    at: datetime = first["reported_at"].to_pydatetime()
    return Mark(str(first["city"]), day, int(first["seq"]), at, str(first["token"]))


def _publication(board: Board, mark: Mark, own: pd.DataFrame) -> pa.Table:
    at = turned(board.pack, moment_at(mark.reported_at, board.pack.operation))
    rows = board.rows("page/day", mark.reported_at, ops_day=mark.ops_day, moment=at)
    if rows.empty:
        return SCHEMA.empty_table()
    parts = {(str(line), str(area)): str(part) for line, area, part in own[["line", "area", "part"]].to_numpy()}
    rows = speaking(rows, parts).drop(columns=JUDGED, errors="ignore")
    said = pd.DataFrame(own[["line", "area", *JUDGED]]).rename(columns={"area": "area_code"})
    return table(rows.merge(said, "left", ["line", "area_code"]), mark)


def _refused(rows: pa.Table, why: BoardError | None) -> pa.Table:
    facts = json.dumps({"code": why.code, **why.facts}, default=str) if why else None
    return rows.append_column(WORKED_OUT.field(REFUSED), pa.array([facts] * rows.num_rows, pa.string()))
