"""A database in memory that holds the rows under one figure and nothing else, with the figure's own views above them.

Two questions are put to it, both answered by the same SQL that makes the figure: what does each row say when it stands
alone (every row is then a place of its own), and do these rows together give the figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.query.fetched import fetched, first_row
from data_pipeline.store.tables.engine import LEDGER, READING
from data_pipeline.store.tables.views import View
from data_pipeline.trace.chain import below, own_view
from data_pipeline.trace.types import Figure, Parts

SUMMED = tuple(name for name, kind in LEDGER.items() if kind == "BIGINT")
OLDEST = tuple(name for name, kind in LEDGER.items() if kind == "DOUBLE")
PARTS = {True: (*SUMMED, *OLDEST), False: tuple(name for name, kind in READING.items() if kind == "DOUBLE")}
SCHEMAS = ("held", "known", "in_force", "clean", "line", "gauge", "ref")
MADE = ("in_force.rule", "clean.", "line.", "gauge.")  # views that are made on the bench, where their rows are not held
AREAS = "ref.areas"
PLACES = ("district_code", "area_code")


@dataclass(frozen=True)
class Held:
    """The rows of one clean view; `key` names a place that speaks again at every slot."""

    name: str  # clean.transfer
    rows: pa.Table
    key: tuple[str, ...]

    @property
    def table(self) -> str:
        return f"held.{self.name.replace('.', '_')}"

    @property
    def mark(self) -> str:
        """An entity's own place, as SQL: no code of an area looks like it."""
        return f"'#{self.name}#' || entity"


class Bench:
    def __init__(
        self, views: Mapping[str, View], figure: Figure, held: Iterable[Held], refs: Mapping[str, pa.Table]
    ) -> None:
        self.figure, self._held = figure, {h.name: h for h in held}
        self._view = own_view(figure.says)
        self._con = open_scratch(Limits(threads=1))
        for schema in SCHEMAS:
            self._con.execute(f"create schema {schema}")
        self._con.execute("create table kept (name varchar, entity bigint)")
        needed = below(views, self._view)
        for name, rows in refs.items():
            self._put("held.areas" if name == AREAS else name, rows)
        for h in self._held.values():
            self._put("rows_of", h.rows)
            self._con.execute(f"create table {h.table} as select *, {_entity(h)} as entity from rows_of")
        self._con.execute("create table held.asked as select $area as area", {"area": figure.area})
        self._has_areas = AREAS in refs
        self.keep_all()
        self._as_told()
        for name in views:  # in the order of creation
            if name in needed and name not in self._held and name.startswith(MADE):
                self._con.execute(f"create view {name} as\n{views[name].sql}")

    def close(self) -> None:
        self._con.close()

    def apart(self) -> pd.DataFrame:
        """What every entity says alone at the figure's slot: name, entity and the parts."""
        self._each_apart()
        try:
            level = "" if self.figure.is_line else "and level = 'district'"
            found = fetched(
                self._con.execute(
                    f"select area_code as mark, {', '.join(self._parts)} from {self._view} "
                    f"where as_of = $as_of and coalesce(item, '') = $item {level} and starts_with(area_code, '#')",
                    self._asked,
                )
            ).to_pandas()
        finally:
            self._as_told()
        found = found[found[list(self._parts)].notna().any(axis=1)]
        marks = found.pop("mark").str.split("#", expand=True) if len(found) else pd.DataFrame({1: [], 2: []})
        found.pop("mark") if "mark" in found else None
        found = found.astype(dict.fromkeys(self._parts, float))
        return found.assign(name=marks[1], entity=marks[2].astype("int64"))

    def together(self) -> Parts:
        """What the kept rows give at the figure's slot, by the same SQL; {} where they give nothing."""
        if self.figure.is_line:
            what = [*(f"sum({c}) as {c}" for c in SUMMED), *(f"max({c}) as {c}" for c in OLDEST)]
            where, asked = "", self._asked
        else:
            what, where = list(self._parts), "and level = $level and area_code = $area"
            asked = self._asked | {"level": self.figure.level, "area": self.figure.area}
        done = self._con.execute(
            f"select {', '.join(what)} from {self._view} where as_of = $as_of and coalesce(item, '') = $item {where}",
            asked,
        )
        row = first_row(done)
        return dict(zip(self._parts, row, strict=True)) if row else {}

    def keep_all(self) -> None:
        self._con.execute("delete from kept")
        for h in self._held.values():
            self._con.execute(f"insert into kept select distinct '{h.name}', entity from {h.table}")

    def keep(self, entities: pd.DataFrame) -> None:
        """Only these (name, entity)."""
        self._con.execute("delete from kept")
        self._con.register("entities", pa.Table.from_pandas(entities[["name", "entity"]], preserve_index=False))
        self._con.execute("insert into kept select name, entity from entities")
        self._con.unregister("entities")

    def kept(self) -> pd.DataFrame:
        return fetched(self._con.execute("select name, entity from kept order by all")).to_pandas()

    def rows(self, name: str) -> pd.DataFrame:
        """The rows held of one clean view, with their entity, kept or not."""
        return fetched(self._con.execute(f"select * from {self._held[name].table}")).to_pandas()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._held)

    @property
    def _parts(self) -> tuple[str, ...]:
        return PARTS[self.figure.is_line]

    @property
    def _asked(self) -> dict[str, Any]:
        return {"as_of": self.figure.as_of, "item": self.figure.says.item}

    def _as_told(self) -> None:
        self._over("* exclude (entity)")
        if self._has_areas:
            self._con.execute("create or replace view ref.areas as from held.areas")

    def _each_apart(self) -> None:
        """Every entity is a district of its own, with the people of the area that was asked for."""
        for h in self._held.values():
            own = ", ".join(f"{h.mark} as {c}" for c in PLACES if c in h.rows.column_names)
            self._over(f"* exclude (entity) replace ({own})" if own else "* exclude (entity)", h)
        if self._has_areas:
            each = " union all ".join(f"select distinct {h.mark} as mark from {h.table}" for h in self._held.values())
            self._con.execute(
                "create or replace view ref.areas as from held.areas union all select a.* replace ("
                f"e.mark as code, 'district' as level) from held.areas as a cross join ({each}) as e "
                "inner join held.asked as f on a.code = f.area"
            )

    def _over(self, columns: str, only: Held | None = None) -> None:
        for h in [only] if only else self._held.values():
            self._con.execute(
                f"create or replace view {h.name} as select {columns} from {h.table} as h "
                f"where exists (from kept as k where k.name = '{h.name}' and k.entity = h.entity)"
            )

    def _put(self, table: str, rows: pa.Table) -> None:
        self._con.register("rows_in", rows)
        self._con.execute(f"create or replace table {table} as select * from rows_in")
        self._con.unregister("rows_in")


def _entity(h: Held) -> str:
    return f"dense_rank() over (order by {', '.join(h.key)})" if h.key else "1"
