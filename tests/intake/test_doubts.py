"""Possible but unlikely: accepted only with somebody's word. Each mistake raises its own doubt, and only it."""

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from data_pipeline.intake import jumps
from tests.intake.sheets import codes, look, row, rows, sheet
from tests.support.real import shared_data
from tests.support.samples import pack

HOURS = (10, 12, 14)


def known(*sheets: str) -> duckdb.DuckDBPyConnection:
    """A connection that knows what these files say."""
    con = duckdb.connect(":memory:")
    con.execute("create schema known")
    con.register("told", pa.concat_tables([look(s).table for s in sheets]))
    con.execute("create table known.transfer as select *, 1 as load_id, now()::timestamp as received_at from told")
    return con


def doubts(body: list[list[str]], **how: Any) -> list[str]:
    return [c for c in codes(look(sheet(body), **how)) if c != "rule"]


BEFORE = known(sheet(rows(hour=12)))


def test_a_day_that_goes_its_way_raises_none() -> None:
    assert doubts([r for h, n in zip(HOURS, (10, 12, 15), strict=True) for r in rows(hour=h, scale=n)]) == []
    assert doubts(rows(scale=2), history=BEFORE) == []


@pytest.mark.parametrize("alone", [True, False], ids=["in the file", "against what is known"])
def test_a_falling_cumulative_is_asked_about(alone: bool) -> None:
    later = [row(i, arrived_today=str(150 * (i + 1) - (60 if i == 2 else 0))) for i in range(5)]
    found = look(sheet([*rows(hour=12), *later])) if alone else look(sheet(later), history=BEFORE)
    (problem,) = [p for p in found.report.problems if p.code == "falling"]
    assert (problem.column, problem.value, problem.facts["before"]) == ("arrived_today", "390", "450")
    assert problem.severity == "confirm"
    assert found.report.refused == 0


def test_a_late_slot_above_the_slot_after_it_is_asked_about() -> None:
    late = rows(hour=10)
    late[1][9] = "310"
    assert "falling_next" in doubts(late, history=BEFORE)
    assert doubts(rows(hour=10), history=BEFORE) == []


@pytest.mark.parametrize(("factor", "code"), [(10, "jump_up"), (10_000, "jump_up"), (0.1, "jump_down")])
def test_one_figure_ten_or_ten_thousand_times_what_it_was_is_asked_about(factor: float, code: str) -> None:
    body = rows()
    body[4][6] = str(int(1000 * factor))
    found = look(sheet(body), history=BEFORE)
    problems = [p for p in found.report.problems if p.code == code]
    assert [(p.line, p.column) for p in problems] == [(6, "notified_today")]
    assert problems[0].facts["times"] == max(factor, 1 / factor)


def test_small_counts_that_jump_about_hide_no_large_one_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jumps, "CANDIDATES", 2)
    still = [row(i, hour=h, person_class="CONTACT") for h in (12, 14) for i in range(5)]
    small = [row(i, hour=h, notified_today=n) for h, n in ((12, "3"), (14, "33")) for i in (0, 1)]
    body = [*small[2:], *still[5:], row(4, notified_today="10000")]
    found = look(sheet(body), history=known(sheet([*small[:2], *still[:5], row(4, hour=12)])))
    assert [p.line for p in found.report.problems if p.code == "jump_up"] == [9]


def test_a_whole_column_in_ten_thousands_is_asked_about() -> None:
    before = known(sheet(rows(hour=12, scale=5000)))
    body = rows(scale=5000)
    for line in body:
        line[6] = str(round(int(line[6]) / 10_000))
    assert doubts(body, history=before).count("jump_down") == 5


def test_everything_growing_together_is_no_jump() -> None:
    assert doubts(rows(scale=10), history=BEFORE) == []


def test_values_a_row_off_against_their_names_are_asked_about() -> None:
    grown = [row(i, hour=14) for i in (0, 1, 2, 3, 4)]
    slipped = [[*names[:5], *values[5:]] for names, values in zip(grown, [*grown[1:], grown[0]], strict=True)]
    body = [*slipped, *[row(i, person_class=c) for c in ("CONTACT", "RETURN") for i in range(5)]]
    assert "shifted" not in doubts(body[5:], history=BEFORE)
    far = known(
        sheet([row(i, hour=12, scale=(1, 7, 2, 9, 3)[i]) for i in range(5)] + [row(0, hour=12, person_class="CONTACT")])
    )
    right = [row(i, scale=(1, 7, 2, 9, 3)[i]) for i in range(5)]
    wrong = [[*names[:5], *values[5:]] for names, values in zip(right, [right[4], *right[:4]], strict=True)]
    assert "shifted" not in doubts(right, history=far)
    assert "shifted" in doubts(wrong, history=far)


def whole(place: str, scale: int, **more: Any) -> list[str]:
    return row(0, scale=scale, subdistrict="全区", district_code=place, **more)


def test_a_control_total_below_its_parts_is_asked_about_and_one_above_only_when_all_parts_are_there() -> None:
    parts = rows(3)  # three of Pudong's subdistricts: 1 + 2 + 3
    assert doubts([*parts, whole("310115", 6)]) == []
    assert doubts([*parts, whole("310115", 60)]) == []
    assert "parts_differ" in doubts([*parts, whole("310115", 5)])
    assert "parts_differ" in doubts(parts, history=known(sheet([whole("310115", 5)])))
    assert doubts(parts, history=known(sheet([whole("310115", 6)]))) == []


def test_the_city_is_the_sum_of_its_districts() -> None:
    lines = [f"2022-04-06,{d.code},10,20," for d in pack().districts]
    head = "日期,区代码,新增确诊,新增无症状,转归\n"
    right = head + "\n".join([*lines, "2022-04-06,全市,160,320,"])
    wrong = head + "\n".join([*lines, "2022-04-06,全市,160,330,"])
    assert codes(look(right, "bulletin")) == []
    assert codes(look(wrong, "bulletin")) == ["parts_differ"]


def test_a_total_row_that_its_rows_do_not_bear_out_is_asked_about() -> None:
    sums = [str(sum(int(r[i]) for r in rows())) for i in range(5, 18)]
    assert doubts([*rows(), ["合计", "", "", "", "", *sums, "", "", ""]]) == []
    sums[0] = "1600"
    found = look(sheet([*rows(), ["合计", "", "", "", "", *sums, "", "", ""]]))
    assert [(p.line, p.column, p.value, p.facts["sum"]) for p in found.report.problems] == [
        (7, "carry_in", "1600", "1500")
    ]


def test_the_published_days_raise_almost_none() -> None:
    """1,200 real district days: every doubt costs somebody's time."""
    data = shared_data("shanghai", "shanghai_district_daily.csv").read_bytes()
    found = look(data, "bulletin")
    assert found.report.accepted == 1200
    assert len([c for c in codes(found) if c != "unknown_header"]) <= 3


def test_a_figure_that_keeps_its_rows_balance_is_believed() -> None:
    cleared = {
        "arrived_today": 1272,
        "waiting_now": 58,
        "wait_0_6h": 60,
        "wait_6_12h": 40,
        "wait_12_24h": 8,
        "wait_24h_plus": 0,
        "oldest_wait_h": 20,
    }
    assert doubts([*rows(4), row(4, **cleared)], history=BEFORE) == []
    assert "jump_down" in doubts([*rows(4), row(4, waiting_now=58)], history=BEFORE)
