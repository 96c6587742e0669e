"""The official outcome: net of conversions, the city from its own figure where it was published, and said so."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support import samples
from tests.support.marts import Marts, Row, marts
from tests.support.real import shared_data

CITY, HUANGPU, XUHUI = "310000", "310101", "310104"
FIRST = date(2022, 4, 1)
SPLIT = ("confirmed_in_community", "asymptomatic_in_community", "confirmed_in_quarantine", "asymptomatic_in_quarantine")
WHOLE_ONLY = ("deaths_new", "discharged_new", "in_hospital_now", "severe_now", "critical_now")
ASKED = "select * from mart.outcome order by ops_day, area_code"


@pytest.fixture
def given() -> Marts:
    return marts()


def told(area: str, confirmed: int, asymptomatic: int, conversions: int | None, day: date = FIRST, **more: Any) -> Row:
    return {
        "report_date": day,
        "district_code": area,
        "confirmed_new": confirmed,
        "asymptomatic_new": asymptomatic,
        "asym_to_confirmed": conversions,
    } | more


def city(found: Marts, day: date = FIRST) -> Row:
    return found.one(f"select * from mart.outcome where area_code = '{CITY}' and ops_day = '{day}'")


def test_conversions_are_not_counted_twice(given: Marts) -> None:
    row = city(given.given({"bulletin": [told(CITY, 311, 16_766, 40)]}))
    assert (row["net_new"], row["source"]) == (17_037, "OWN")


def test_the_citys_own_row_speaks_and_the_districts_are_not_mixed_into_it(given: Marts) -> None:
    rows = [told(CITY, 10, 100, 6), told(HUANGPU, 4, 60, None, deaths_new=3), told(XUHUI, 6, 40, None)]
    found = given.given({"bulletin": rows})
    row = city(found)
    assert (row["source"], row["conversions"], row["conversions_unknown"], row["net_new"]) == ("OWN", 6, 0, 104)
    assert row["deaths"] is None  # a district's, and not the city's
    assert len(found.rows(ASKED)) == 3


def test_where_only_districts_were_published_their_sum_stands_and_says_what_it_lacks(given: Marts) -> None:
    row = city(given.given({"bulletin": [told(HUANGPU, 4, 60, 1), told(XUHUI, 6, 40, None)]}))
    assert (row["source"], row["net_new"], row["conversions"], row["conversions_unknown"]) == ("DISTRICTS", 109, 1, 1)
    assert (row["reported"], row["expected"]) == (2, 16)


def test_a_sum_that_lacks_a_part_is_blank_and_not_a_smaller_number(given: Marts) -> None:
    split = dict.fromkeys(SPLIT, 1)
    row = city(given.given({"bulletin": [told(HUANGPU, 4, 60, 0, **split), told(XUHUI, 6, 40, 0)]}))
    assert (row["community_found"], row["in_quarantine"]) == (None, None)


def test_a_week_with_a_day_missing_has_no_mean(given: Marts) -> None:
    days = [FIRST + timedelta(n) for n in range(9) if n != 1]
    found = given.given({"bulletin": [told(CITY, 0, 7, 0, day) for day in days]})
    assert [r["net_7d"] for r in found.rows(ASKED)] == [None] * 7 + [7]


@pytest.mark.parametrize("seed", range(4))
def test_the_outcome_agrees_with_its_slow_twin(given: Marts, seed: int) -> None:
    rows = made_up(random.Random(seed))
    found: Any = pd.DataFrame(given.given({"bulletin": rows}).rows(ASKED))
    slow: Any = twin(pd.DataFrame(rows), CITY)
    assert len(found) == len(slow) > 30
    for name in slow:
        left, right = found[name].astype(object), slow[name].astype(object)
        pd.testing.assert_series_equal(
            left.where(left.notna(), None), right.where(right.notna(), None), check_dtype=False
        )


def made_up(rng: random.Random) -> list[Row]:
    """Two weeks: days without the city's row, days without districts, blanks of every kind."""
    rows = []
    for n in range(15):
        places = [p for p in (CITY, HUANGPU, XUHUI) if rng.random() < 0.7]
        for place in places:
            blanks = {c: rng.choice([None, rng.randrange(9)]) for c in (*SPLIT, *WHOLE_ONLY)}
            confirmed = rng.randrange(50)
            conversions = rng.choice([None, 0, confirmed // 2])
            rows.append(told(place, confirmed, rng.randrange(500), conversions, FIRST + timedelta(n), **blanks))
    return rows


def twin(rows: pd.DataFrame, whole: str) -> pd.DataFrame:
    """Day by day, in pandas; shares nothing with the SQL."""
    found: list[Row] = []
    for day, of_day in rows.groupby("report_date"):
        own, parts = of_day[of_day.district_code == whole], of_day[of_day.district_code != whole]
        found += [_figures(day, r.district_code, parts.loc[[i]], "OWN") for i, r in parts.iterrows()]
        found.append(_figures(day, whole, own if len(own) else parts, "OWN" if len(own) else "DISTRICTS"))
    frame = pd.DataFrame(found).sort_values(["ops_day", "area_code"], ignore_index=True)
    frame["net_7d"] = [_week(frame, *place) for place in zip(frame.area_code, frame.ops_day, strict=True)]
    return frame


def _figures(day: Any, area: str, rows: Any, source: str) -> Row:
    def whole(*columns: str) -> int | None:
        cells = rows[list(columns)]
        return None if cells.isna().to_numpy().any() else int(cells.to_numpy().sum())

    conversions = rows.asym_to_confirmed.dropna()
    return {
        "ops_day": day,
        "area_code": area,
        "source": source,
        "confirmed": whole("confirmed_new"),
        "conversions": int(conversions.sum()) if len(conversions) else None,
        "conversions_unknown": int(rows.asym_to_confirmed.isna().sum()),
        "net_new": int(rows.confirmed_new.sum() + rows.asymptomatic_new.sum() - conversions.sum()),
        "community_found": whole(*SPLIT[:2]),
        "in_quarantine": whole(*SPLIT[2:]),
        "deaths": whole("deaths_new"),
        "discharged": whole("discharged_new"),
        "in_hospital": whole("in_hospital_now"),
        "severe": whole("severe_now"),
        "critical": whole("critical_now"),
    }


def _week(frame: Any, area: str, day: date) -> float | None:
    days = [day - timedelta(n) for n in range(7)]
    held = frame[(frame.area_code == area) & frame.ops_day.isin(days)].net_new
    return float(held.mean()) if len(held) == 7 else None


def test_the_published_figures_of_spring_2022(tmp_path: Path) -> None:
    """57,840 confirmed, 590,029 asymptomatic, 625,337 net; districts alone lack six conversions, and say so."""
    board = samples.opened(tmp_path / "board")
    span: dict[str, Any] = {"first_day": date(2022, 3, 18), "last_day": date(2022, 5, 31)}
    files = [shared_data("shanghai", f"shanghai_{name}_daily.csv") for name in ("district", "city")]
    for file, source, net in zip(files, ("DISTRICTS", "OWN"), (625_343, 625_337), strict=True):
        sent = ("bulletin", file.name, file.read_bytes(), "t", datetime(2022, 6, 1, 9))
        # the sample's operation ends on 6 April and the file goes on: nothing else has to be confirmed
        assert {p.code for p in board.receive(*sent).report.doubts} <= {"outside_operation", "after_receipt"}
        assert board.receive(*sent, confirm=True).status == "loaded"
        rows: Any = board.rows("page/outcome", None, **span)
        whole = rows[rows.level == "city"]
        assert set(whole.source) == {source}
        last = whole.iloc[-1]
        assert (last.confirmed_sum, last.asymptomatic_sum, last.net_sum) == (57_840, 590_029, net)
        assert (whole.conversions_unknown.sum() > 0) == (source == "DISTRICTS")
    parts = rows[rows.level == "district"].groupby("ops_day")[["confirmed", "asymptomatic"]].sum()
    assert len(rows) == 75 * 17
    pd.testing.assert_frame_equal(parts, whole.set_index("ops_day")[["confirmed", "asymptomatic"]])
