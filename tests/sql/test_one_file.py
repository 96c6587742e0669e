"""One file of one district moves exactly the figures it speaks of, by exactly what it says, and no others.

For every feed: one row of the short sample is sent again with a little more in it, and every figure of the day is
compared with what stood before.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from data_pipeline.board.board import Board
from tests.support.samples import DAY

CITY, JIADING = "310000", "310114"
XINCHENGLU, NANXIANG = "310114001", "310114102"
FOUR, EIGHT = datetime(2022, 4, 6, 16), datetime(2022, 4, 6, 8)
NEXT = datetime(2022, 4, 7)
RATIO = float("inf")  # by how much is not said here: only that it moves
Key = tuple[str, str, datetime, str]  # figure, part of it, moment, area
LEDGER = ["carry_in", "new_due", "done", "cancelled", "open"]


@dataclass(frozen=True)
class Case:
    """`row`: which row is sent again, `more`: what is added to it, `areas`: where it counts. `lines` and `gauges`: all
    that moves, and by how much in every area alike; RATIO where that differs; `only`: those that move in one alone."""

    row: str
    more: Mapping[str, int]
    lines: Mapping[str, Mapping[str, int]]
    gauges: Mapping[str, float]
    areas: tuple[str, ...] = (JIADING, CITY)
    as_of: datetime = FOUR
    only: Mapping[str, str] = field(default_factory=dict)

    def moved(self) -> dict[Key, float]:
        parts = {(line, entry): by for line, entries in self.lines.items() for entry, by in entries.items()}
        parts |= {(gauge, "value"): by for gauge, by in self.gauges.items()}
        return {
            (figure, entry, self.as_of, area): by
            for (figure, entry), by in parts.items()
            for area in self.areas
            if area in (self.only.get(figure, area),) and not (entry == "value" and len(area) > len(CITY))
        }


def alike(figures: str, **entries: int) -> dict[str, dict[str, int]]:
    return dict.fromkeys(figures.split(), entries)


def ratios(figures: str) -> dict[str, float]:
    return dict.fromkeys(figures.split(), RATIO)


CASES = {
    "screening": Case(
        f"area_code = '{XINCHENGLU}' and method = 'PCR_10'",
        {"sampled_people": 7},
        alike("screening screening_pcr stage_sample", done=7, open=-7),
        ratios("pool_pcr_10 pool_deviation stage_hours_sample"),
        (XINCHENGLU, JIADING, CITY),
    ),
    "transfer": Case(
        f"area_code = '{XINCHENGLU}' and person_class = 'POS'",
        {"notified_today": 5, "waiting_now": 5, "wait_0_6h": 5},
        alike("transfer", new_due=5, open=5),
        {"transfer_waiting": 5} | ratios("transfer_same_day_high transfer_same_day_low wait_median"),
        (XINCHENGLU, JIADING, CITY),
    ),
    "capacity": Case(
        "site_id = 'FC-0114-02'",
        {"staffed_units": 20, "open_units": 20},
        {},
        {"unstaffed": -20, "free_fangcang": 20, "pipeline_open": 20, "pipeline_staffed": 20, "idle_handed": -20}
        | ratios("blocked_share occupancy_fangcang runway_beds runway_beds_opening"),
        only={"runway_beds": JIADING, "runway_beds_opening": JIADING},
    ),
    "supply": Case(
        f"area_code = '{JIADING}' and tier = 'T2_DISTRICT' and category = 'OIL'",
        {"inbound_today": 3, "stock_now": 3, "due_today": 2},
        alike("supply_t2", new_due=2, open=2),
        ratios("cover_oil queue_t2"),
    ),
    "tasks": Case(
        f"area_code = '{NANXIANG}' and task_type = 'DUTY_TESTING'",
        {"new_due_today": 4, "open_now": 4},
        alike("duty_testing", new_due=4, open=4),
        {},
        (NANXIANG, JIADING, CITY),
    ),
    "issues": Case(
        f"area_code = '{JIADING}' and issue_type = 'HAZARD'",
        {"raised_today": 5, "open_now": 5, "open_0_4h": 5},
        alike("issues issues_p2 issue_hazard issues_level_district", new_due=5, open=5),
        ratios("issues_same_day issue_median_age"),
        only={"issue_median_age": CITY},  # none stood open in Jiading before: no age to move from
    ),
    "support": Case(
        "team_id = 'FJ-01'",
        {"headcount": 6, "lodging_ok": 2},
        {},
        {"support_headcount": 6, "support_idle": 6}
        | ratios("support_assigned support_ready support_lodging support_meals support_transport support_ppe")
        | ratios("support_tested"),
        as_of=EIGHT,
    ),
    "bulletin": Case(
        f"area_code = '{JIADING}'",
        {"asymptomatic_new": 9, "asymptomatic_in_community": 9},
        {},
        {"bulletin_new_infected": 9} | ratios("bulletin_community_share"),
        (JIADING,),  # the city's own row is its word, not the sum of others
        NEXT,
    ),
}


@pytest.fixture(scope="module")
def before(sample_board: Board) -> dict:
    return figures(sample_board)


def test_every_feed_is_asked(sample_board: Board) -> None:
    assert set(CASES) == set(sample_board.pack.feeds)


@pytest.mark.parametrize("feed", CASES)
def test_one_row_moves_what_it_speaks_of_and_nothing_else(own_board: Board, before: dict, feed: str) -> None:
    case = CASES[feed]
    data = again(own_board, feed, case)
    assert own_board.receive(feed, "one.csv", data, "t", datetime(2022, 4, 7, 10), confirm=True).status == "loaded"
    told = difference(before, figures(own_board))
    expected = case.moved()
    assert {key: told.get(key) if by == RATIO else by for key, by in expected.items()} == told


def figures(board: Board) -> dict[Key, float | None]:
    """Every ledger entry and gauge of the day."""
    day = board.slice(DAY)
    ledger = f"from mart.clearance unpivot include nulls (value for entry in ({', '.join(LEDGER)}))"
    asked = (
        f"select line, entry, as_of, area_code, value::double from ({ledger}) "
        "union all select gauge, 'value', as_of, area_code, value::double from mart.gauge"
    )
    with day.reading("select 1 from mart.clearance, mart.gauge") as own:
        rows = own.execute(asked).fetchall()
    told = {(figure, entry, as_of, area): value for figure, entry, as_of, area, value in rows}
    assert len(told) == len(rows)
    return told


def difference(before: dict[Key, float | None], after: dict[Key, float | None]) -> dict[Key, float | None]:
    """What differs, and by how much; None where a figure came or went."""
    pairs = {key: (before.get(key), after.get(key)) for key in before | after}
    return {
        key: round(b - a, 9) if a is not None and b is not None else None for key, (a, b) in pairs.items() if a != b
    }


def again(board: Board, feed: str, case: Case) -> bytes:
    """The row, with a little more in it, as a CSV."""
    columns = [c.name for c in board.pack.feeds[feed].columns]
    as_of = f"as_of = timestamp '{case.as_of}' and " if "as_of" in columns else f"ops_day = date '{DAY}' and "
    with board.reading() as own:
        found = own.execute(f"select {', '.join(columns)} from known.{feed} where {as_of}{case.row} order by all")
        row: dict[str, Any] = found.to_arrow_table().to_pylist()[0]
    told = {n: row[n] + case.more[n] if n in case.more else row[n] for n in columns}
    text = io.StringIO()
    csv.writer(text).writerows([columns, ["" if told[n] is None else str(told[n]) for n in columns]])
    return text.getvalue().encode()
