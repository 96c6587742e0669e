"""Every number can be opened: its rows give it again, every row has its load, and the file's line says the same."""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Line
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.examine import examine
from data_pipeline.store.tables.views import plan
from data_pipeline.trace import Trace, original, trace, versions
from data_pipeline.trace import make as making
from data_pipeline.trace.bench import OLDEST, SUMMED
from data_pipeline.trace.chain import chain
from data_pipeline.trace.rows import how_they_add
from tests.support.marts import slot
from tests.support.samples import DAY, pack
from tests.support.walls import ROOT

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

CITY, PUDONG = "310000", "310115"
AT = AsOf(DAY, slot(16), slot(16.75))
FIGURES = {x.id: x for x in (*pack().lines.values(), *pack().gauges.values())}
ONE_PER_SQL = {x.sql: x.id for x in FIGURES.values() if x.sql}
# Bulletins are published the next morning, beds are held to yesterday's plan, the sample pools ten to a tube.
SILENT = {
    "bulletin_community_share",
    "bulletin_new_infected",
    "capacity",
    "days_since_peak",
    "pool_pcr_20",
    "pool_pcr_5",
}


@cache
def _loads(board: "Board") -> pd.DataFrame:
    return board.loads().set_index("load_id")


# One figure of each SQL file; the others differ from it in the item they ask for, and take half a minute.
EACH = [id if id in ONE_PER_SQL.values() else pytest.param(id, marks=pytest.mark.slow) for id in FIGURES]


@pytest.mark.parametrize("id", EACH)
def test_the_rows_under_a_figure_of_the_city_give_it_again(id: str, sample_board: "Board") -> None:
    found = trace(sample_board, AT, id, CITY)
    if found is None:
        assert id in SILENT
        return
    _gives_itself(found, sample_board)


@pytest.mark.parametrize("id", ONE_PER_SQL.values())
def test_the_rows_under_a_figure_of_a_district_give_it_again_and_are_its_own(id: str, sample_board: "Board") -> None:
    if found := trace(sample_board, AT, id, PUDONG):
        _gives_itself(found, sample_board)
        assert set(found.rows["district_code"]) == {PUDONG}


def values(of: Trace) -> Any:
    """The columns of a line or of a gauge."""
    return of.figure.values


def _gives_itself(found: Trace, board: "Board") -> None:
    shown, rows = values(found), cast(Any, found.rows)
    assert found.check.holds
    assert len(rows)
    assert not rows[["load_id", "row_no"]].duplicated().any()
    if found.check.adds == "sum" and found.figure.is_line:
        assert {c: rows[c].sum() for c in SUMMED} == {c: shown[c] for c in SUMMED}
        assert {c: rows[c].max() for c in OLDEST} == pytest.approx({c: shown[c] for c in OLDEST}, nan_ok=True)
    elif found.check.adds == "sum":
        assert rows["numer"].sum() == pytest.approx(shown["value"])
    elif found.check.adds == "ratio":
        assert rows["numer"].sum() == pytest.approx(shown["numer"])
    elif found.check.adds in ("max", "min"):
        assert getattr(rows["value"], found.check.adds)() == pytest.approx(shown["value"])
    elif found.check.adds == "made":  # then the definition says how
        assert found.figure.target is not None
        assert found.figure.target.aggregation_zh
    loads = _loads(board)
    for load_id, feed in rows[["load_id", "feed"]].drop_duplicates().itertuples(index=False):
        assert loads.loc[load_id, "feed"] == feed
        assert loads.loc[load_id, "visible"]


def test_every_way_in_which_rows_give_a_figure_is_there(sample_board: "Board") -> None:
    kinds = {
        "transfer": "sum",
        "supply_t2": "rounded",
        "cover_veg": "ratio",
        "chase_oldest": "max",
        "wait_median": "made",
        "balance_veg": "made",
    }
    assert {id: found.check.adds for id in kinds if (found := trace(sample_board, AT, id, CITY))} == kinds


def test_rows_that_do_not_give_the_figure_are_never_said_to(
    sample_board: "Board", monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row is kept from the trace: it can no longer give the figure, and says so."""
    whole = making.candidates

    def one_short(*args: object) -> list:
        return [type(h)(h.name, h.rows.slice(1), h.key) for h in whole(*args)]  # type: ignore[arg-type]

    monkeypatch.setattr(making, "candidates", one_short)
    of = AsOf(DAY, slot(8), slot(8.75))  # one slot has come: the row left out is of this one
    found = trace(sample_board, of, "transfer_waiting", CITY)
    assert found is not None
    assert not found.check.holds
    assert found.check.again != values(found)["value"]


def test_a_share_of_summed_parts_is_told_from_a_median_of_them() -> None:
    rows = pd.DataFrame({"value": [1.0, 3.0], "numer": [10.0, 30.0], "denom": [20.0, 20.0]})
    assert how_they_add(rows, {"value": 100.0, "numer": 40.0, "denom": 40.0}, is_line=False) == "ratio"
    assert how_they_add(rows, {"value": 2.2, "numer": 40.0, "denom": None}, is_line=False) == "made"


def test_a_line_that_speaks_for_the_worst_opens_that_one(sample_board: "Board") -> None:
    found = trace(sample_board, AT, "key_groups", PUDONG)
    assert found is not None
    parts = pack().lines["key_groups"].worst_of
    assert found.figure.says.id in parts
    assert set(found.rows["task_type"]) == {found.figure.says.item}


def test_the_chain_runs_from_the_board_to_the_file_and_through_nothing_else(sample_board: "Board") -> None:
    found = trace(sample_board, AT, "transfer", CITY)
    assert found is not None
    assert [s.name for s in found.chain] == [
        "page.trace_line",
        "mart.clearance",
        "mart.summed",
        "mart.ledger",
        "line.transfer",
        "clean.transfer",
        "in_force.transfer",
        "known.transfer",
        "raw.transfer",
    ]
    gathered = next(s.sql for s in found.chain if s.name == "mart.ledger")
    assert "line.transfer" in gathered
    assert "union" not in gathered


@pytest.mark.parametrize("id", ["transfer", "issues_p1", "cover_veg", "runway_beds", "bulletin_new_infected"])
def test_the_sql_shown_for_a_figure_stands_in_the_file_it_names(id: str) -> None:
    views = {v.name: v for v in plan(pack())[0]}
    shown = [s for s in chain(pack(), views, FIGURES[id]) if s.sql]
    assert {"page", "mart", "known"} <= {s.layer for s in shown}
    for step in shown:
        assert step.origin.endswith(".sql"), step
        assert step.sql in (ROOT / step.origin).read_text("utf-8")


def _feeds_told() -> dict[str, str]:
    """One figure for each feed."""
    return {x.feed: x.id for x in FIGURES.values() if x.id not in SILENT and (not isinstance(x, Line) or x.sql)}


@pytest.mark.parametrize("feed", _feeds_told())
def test_the_files_line_holds_the_values_of_the_row(feed: str, sample_board: "Board") -> None:
    found = trace(sample_board, AT, _feeds_told()[feed], CITY)
    assert found is not None
    declared = pack().feeds[feed]
    numbers = [c.name for c in declared.columns if c.is_number]
    for row in cast(Any, found.rows.drop_duplicates("load_id").itertuples()):
        facts, data = sample_board.received(row.load_id)
        read = examine(pack(), feed, facts["name"], data).table.to_pandas()
        with sample_board.reading() as own:
            kept = own.execute(f"select * from raw.{feed} where load_id = $load", {"load": row.load_id}).df()
        assert read["row_no"].tolist() == sorted(kept["row_no"])
        stored = kept[kept["row_no"] == row.row_no].iloc[0]
        sent = original(sample_board, row.load_id, row.row_no)
        assert sent.file_name == row.file_name
        cells = dict(zip(sent.columns, sent.cells, strict=True))
        told = {n: float(cells[n].replace(",", "")) for n in numbers if cells.get(n, "").strip()}
        assert told
        assert told == pytest.approx({n: float(stored[n]) for n in told})


def test_a_restated_row_shows_what_it_said_before_and_the_past_still_shows_the_past(own_board: "Board") -> None:
    before = trace(own_board, AT, "transfer", PUDONG)
    assert before is not None
    row = before.rows.iloc[0]
    _, data = own_board.received(int(row["load_id"]))
    sent = original(own_board, int(row["load_id"]), int(row["row_no"]))
    lines = decode(data).data.decode("utf-8").splitlines()
    at = sent.columns.index("notified_today"), sent.columns.index("waiting_now")
    cells = lines[int(row["row_no"]) - 1].split(",")
    was = int(cells[at[1]])
    for i in at:
        cells[i] = str(int(cells[i]) + 5)
    text = "\n".join([lines[0], ",".join(cells)])
    came = datetime(2022, 4, 6, 16, 50)
    receipt = own_board.receive("transfer", "again.csv", text.encode(), "test", came, confirm=True)
    assert receipt.report.accepted == 1
    later = AsOf(AT.ops_day, AT.as_of, datetime(2022, 4, 6, 17))
    after = trace(own_board, later, "transfer", PUDONG)
    assert after is not None
    assert values(after)["open"] == values(before)["open"] + 5
    new = after.rows.loc[after.rows["file_name"] == "again.csv"]
    assert len(new) == 1
    past = versions(own_board, pack().feeds["transfer"], new, later.known_at)
    assert past["waiting_now"].tolist() == [was]
    assert past["withdrawn"].tolist() == [False]
    then = trace(own_board, AT, "transfer", PUDONG)
    assert then is not None
    assert values(then)["open"] == values(before)["open"]
    assert versions(own_board, pack().feeds["transfer"], then.rows, AT.known_at).empty


@pytest.mark.parametrize("id", ["capacity", "bulletin_new_infected", "bulletin_community_share", "days_since_peak"])
def test_what_looks_back_over_days_gives_itself_again_too(id: str, full_board: "Board") -> None:
    day = DAY - timedelta(days=1)
    found = trace(full_board, AsOf(day, slot(24, day), slot(36, day)), id, CITY)
    assert found is not None
    _gives_itself(found, full_board)


def test_a_figure_that_is_not_there_gives_none(sample_board: "Board") -> None:
    assert trace(sample_board, AsOf(DAY, slot(6), slot(6)), "transfer", CITY) is None
    assert trace(sample_board, AT, "balance_veg", PUDONG) is None


def test_a_figure_that_a_later_file_left_blank_is_traced_to_the_file_that_told_it(own_board: "Board") -> None:
    before = trace(own_board, AT, "transfer", PUDONG)
    assert before is not None
    row = before.rows.iloc[0]
    sent = original(own_board, int(row["load_id"]), int(row["row_no"]))
    cells = [
        c if n in (*pack().feeds["transfer"].key, "vehicles_available") else ""
        for n, c in zip(sent.columns, sent.cells, strict=True)
    ]
    text = "\n".join([",".join(sent.headers), ",".join(cells)])
    came = datetime(2022, 4, 6, 16, 50)
    assert own_board.receive("transfer", "thin.csv", text.encode(), "test", came).status == "loaded"
    later = AsOf(AT.ops_day, AT.as_of, datetime(2022, 4, 6, 17))
    after = trace(own_board, later, "transfer", PUDONG)
    assert after is not None
    assert after.check.holds
    assert dict(after.figure.values)["open"] == values(before)["open"]
    same = after.rows.loc[after.rows["stands_load"] != after.rows["load_id"]]
    assert same[["load_id", "row_no"]].to_numpy().tolist() == [[row["load_id"], row["row_no"]]]
    assert "thin.csv" not in set(after.loads["file_name"])
    waiting = sent.columns.index("waiting_now")
    cells[waiting] = str(int(sent.cells[waiting]) + 3)
    text = "\n".join([",".join(sent.headers), ",".join(cells)])
    assert own_board.receive("transfer", "one.csv", text.encode(), "test", came, confirm=True).status == "loaded"
    mixed = trace(own_board, later, "transfer", PUDONG)
    assert mixed is not None
    assert values(mixed)["open"] == values(before)["open"] + 3
    own = mixed.rows.loc[mixed.rows["file_name"] == "one.csv"].iloc[0]
    assert {s.column: (s.load_id, s.row_no) for s in own["others"]}["arrived_today"] == (row["load_id"], row["row_no"])
    assert {"one.csv", row["file_name"]} <= set(mixed.loads["file_name"])
