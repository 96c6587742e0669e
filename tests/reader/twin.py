"""The ledger once more, plainly, in pandas from the received rows: what a view says is held against it.

It shares nothing with queries/: of every place and slot the row received last by then; what a place said stands until
it speaks again; parts are the figure and a total beside them only checks; sums are sums.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board

COUNTS = ["carry_in", "new_due", "done", "cancelled", "open"]
Frame = Any  # of pandas: its own types know less than a reader does
Told = tuple[datetime, dict[str, float]]  # the slot, and the figures of one line and area there


@dataclass(frozen=True)
class Rule:
    """How a line's rows come from its feed: which sorts of rows, and which columns they count."""

    feed: str
    columns: Mapping[str, str]
    sorts: tuple[str, ...]
    rows: Callable[[Frame], Frame] | None = None
    never_below: bool = False  # what is open is never less than nothing, place by place


TRANSFER = {
    "carry_in": "carry_in",
    "new_due": "notified_today",
    "done": "arrived_today",
    "cancelled": "cancelled_today",
}
CONTACTS = ["CONTACT", "CONTACT2"]
TASK = {"carry_in": "carry_in", "new_due": "new_due_today", "done": "done_today", "cancelled": "cancelled_today"}
ISSUE = {"carry_in": "carry_in", "new_due": "raised_today", "done": "resolved_today", "cancelled": "merged_today"}
ISSUE_SORTS = ("issue_type", "source", "level", "priority")
RULES = {
    "transfer": Rule("transfer", TRANSFER, ("person_class",), lambda r: r["person_class"] == "POS"),
    "quarantine": Rule("transfer", TRANSFER, ("person_class",), lambda r: r["person_class"].isin(CONTACTS)),
    "screening": Rule(
        "screening", {"new_due": "target_people", "done": "sampled_people"}, ("round_id", "method"), never_below=True
    ),
    "chase": Rule("screening", {"new_due": "recheck_due_people", "done": "rechecked_people"}, ("round_id", "method")),
    "last100m": Rule(
        "supply",
        {"new_due": "due_today", "done": "delivered_today"},
        ("tier", "category", "channel"),
        lambda r: r["tier"] == "T4_DOOR",
        never_below=True,
    ),
    "issues": Rule("issues", ISSUE, ISSUE_SORTS),
    "medical_p1": Rule(
        "issues", ISSUE, ISSUE_SORTS, lambda r: (r["issue_type"] == "MEDICAL_ACCESS") & (r["priority"] == "P1")
    ),
    **{
        f"key_{kind.lower()}": Rule("tasks", TASK, ("task_type",), lambda r, k=kind: r["task_type"] == f"KEY_{k}")
        for kind in ("ELDER_ALONE", "HARDSHIP", "DISABLED_CARE", "DISABILITY", "NONRESIDENT")
    },
}


@dataclass(frozen=True)
class Received:
    """Every row ever received of the feeds of RULES, of one operating day."""

    board: Board
    day: date
    feeds: dict[str, Frame] = field(default_factory=dict)

    @staticmethod
    def of(board: Board, day: date) -> "Received":
        found = {}
        with board.reading(datetime(2100, 1, 1)) as own:
            for feed in {r.feed for r in RULES.values()}:
                rows = own.execute(f"select * from raw.{feed} where ops_day = $1", [day]).to_arrow_table().to_pandas()
                found[feed] = rows
        return Received(board, day, found)


@dataclass(frozen=True)
class Twin:
    """What is so at one moment: `as_of` the slot that has begun, `known_at` the clock."""

    received: Received
    as_of: datetime
    known_at: datetime

    @cached_property
    def _standing(self) -> dict[str, Frame]:
        return {line: self._of(rule) for line, rule in RULES.items()}

    def _known(self, rule: Rule) -> Frame:
        rows: Frame = self.received.feeds[rule.feed]
        rows = rows[(rows["received_at"] <= self.known_at) & (rows["as_of"] <= self.as_of)]
        rows = rows[rule.rows(rows)] if rule.rows else rows
        key = ["area_code", *rule.sorts, "as_of"]
        rows = rows.sort_values(["received_at", "load_id"], kind="stable").drop_duplicates(key, keep="last")
        return self._newest_round(rows) if "round_id" in rule.sorts else rows

    def _newest_round(self, rows: Frame) -> Frame:
        starts = {r.round_id: r.starts_at for r in self.received.board.pack.rounds}
        begun = rows["round_id"].map(starts)
        return rows[begun == begun.groupby([rows["district_code"], rows["as_of"]]).transform("max")]

    def _of(self, rule: Rule) -> Frame:
        """One row per slot and leaf: what stands there, and the slot that told it."""
        rows = self._known(rule).copy()
        total = rows["area_code"] == rows["district_code"]
        by = ["district_code", *rule.sorts, "as_of"]
        rows["alone"] = total.groupby([rows[c] for c in by]).transform("all")
        rows = rows[~total | rows["alone"]]
        counts: Frame = pd.DataFrame(
            {n: _numbers(rows[c]).fillna(0) for n, c in rule.columns.items()}, index=rows.index
        )
        counts = counts.reindex(columns=COUNTS[:4], fill_value=0).astype(float)
        counts["open"] = counts["carry_in"] + counts["new_due"] - counts["done"] - counts["cancelled"]
        if rule.never_below:
            counts["open"] = counts["open"].clip(lower=0)
        keys = ["district_code", "area_code", *rule.sorts]
        told = pd.concat([rows[[*keys, "as_of"]], counts], axis=1).assign(told_at=rows["as_of"])
        return self._carried(told, keys)

    def _carried(self, told: Frame, keys: list[str]) -> Frame:
        if told.empty:
            return told
        slots = sorted(told["as_of"].unique())
        leaves = told[keys].drop_duplicates()
        every = leaves.merge(pd.DataFrame({"as_of": slots}), how="cross")
        full = every.merge(told, on=[*keys, "as_of"], how="left").sort_values("as_of", kind="stable")
        figures = [*COUNTS, "told_at"]
        full[figures] = full.groupby(keys, sort=False, dropna=False)[figures].ffill()
        full = full.dropna(subset=["told_at"])
        if "round_id" in keys:  # an older round is carried no further than the newer one's first word
            starts = full["round_id"].map({r.round_id: r.starts_at for r in self.received.board.pack.rounds})
            full = full[starts == starts.groupby([full["district_code"], full["as_of"]]).transform("max")]
        return full

    @cached_property
    def _courses(self) -> dict[tuple[str, str], list[Told]]:
        found: dict[tuple[str, str], list[Told]] = {}
        for line, rows in self._standing.items():
            if rows.empty:
                continue
            for area, own in [(self.city, rows), *rows.groupby("district_code")]:
                summed = own.groupby("as_of")[COUNTS].sum()
                at = [_when(t) for t in summed.index]
                told = list(zip(at, map(_with_due, summed.to_dict("records")), strict=True))
                found.setdefault((line, str(area)), told)
        return found

    def course(self, line: str, area: str) -> list[Told]:
        """Slot by slot: the figures of this line there, the oldest first."""
        return self._courses.get((line, area), [])

    def newest(self, line: str, area: str) -> Told | None:
        told = self.course(line, area)
        return told[-1] if told else None

    def reported(self, line: str, at: datetime) -> set[str]:
        """Districts that have told of this slot themselves."""
        rows = self._standing.get(line)
        if rows is None or rows.empty:
            return set()
        return set(rows.loc[(rows["as_of"] == at) & (rows["told_at"] == at), "district_code"])

    def full_slots(self, line: str, enough: float = 0.95) -> list[datetime]:
        """Slots in which enough of the districts that speak at all have spoken."""
        if line not in self._full:
            self._full[line] = self._full_slots(line, enough)
        return self._full[line]

    @cached_property
    def _full(self) -> dict[str, list[datetime]]:
        return {}

    def _full_slots(self, line: str, enough: float) -> list[datetime]:
        rows = self._standing.get(line)
        if rows is None or rows.empty:
            return []
        speak = rows["district_code"].nunique()
        told = rows[rows["told_at"] == rows["as_of"]].groupby("as_of")["district_code"].nunique()
        return [_when(at) for at, n in told.items() if n >= enough * speak]

    def stopped(self, line: str, area: str) -> bool:
        """Whether the last full slot brought nothing, with work open before it."""
        full = self.full_slots(line)
        course = dict(self.course(line, area))
        told = [course[at] for at in full if at in course][-2:]
        return len(told) == 2 and told[1]["done"] <= told[0]["done"] and told[1]["open"] > 0

    @property
    def city(self) -> str:
        return self.received.board.pack.operation.city_code


def _numbers(column: Frame) -> Frame:
    return pd.to_numeric(column)


def _when(at: Any) -> Any:
    return pd.Timestamp(at).to_pydatetime()


def _with_due(row: dict) -> dict[str, float]:
    row["due"] = row["carry_in"] + row["new_due"] - row["cancelled"]
    return row
