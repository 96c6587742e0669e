"""What was published is reproduced: exactly where it was published by district and day, in scale elsewhere."""

import csv
from datetime import date

import duckdb
import pytest

from data_pipeline.sample import figures
from tests.sample.test_ledgers import count
from tests.support.real import shared_data

POS = "person_class = 'POS' and subdistrict"


def test_each_districts_day_of_positives_is_the_published_one(told: duckdb.DuckDBPyConnection) -> None:
    notified = dict_of(
        told, f"select ops_day, district_code, sum(notified_today) from transfer where {POS} <> '全区' and h = 24"
    )
    assert len(notified) == 6 * 16
    for (day, code), people in notified.items():
        assert people == figures.published()[day][code].infected, (day, code)


def test_outcome_figures_at_midnight_are_the_published_ones(told: duckdb.DuckDBPyConnection) -> None:
    columns = ("new_confirmed_today", "new_asym_today", "converted_today", "community_found_today")
    for name, measure in zip(
        columns, ("confirmed_new", "asymptomatic_new", "asym_to_confirmed", "community"), strict=True
    ):
        reported = dict_of(
            told, f"select ops_day, district_code, sum({name}) from transfer where {POS} = '全区' and h = 24"
        )
        for (day, code), value in reported.items():
            assert value == getattr(figures.published()[day][code], measure), (name, day, code)


def test_the_two_totals_of_5_april_are_the_bulletins(told: duckdb.DuckDBPyConnection) -> None:
    day = f"""
        select sum(new_confirmed_today), sum(new_asym_today), sum(converted_today), sum(community_found_today)
        from transfer where {POS} = '全区' and h = 24 and ops_day = date '2022-04-05'"""
    assert told.sql(day).fetchall()[0] == (311, 16_766, 40, 777)


def test_beds_in_service_on_5_april_are_the_published_ones(told: duckdb.DuckDBPyConnection) -> None:
    beds = """select sum(open_units), sum(open_next_24h) from capacity
              where unit = 'BED' and site_type <> 'TRANSIT' and as_of = timestamp '2022-04-05 10:00'"""
    open_, coming = told.sql(beds).fetchall()[0]
    assert float(open_) == pytest.approx(47_700, rel=0.05)
    assert 15_000 < coming < 35_000
    transit = "select count(distinct site_id) from capacity where site_type = 'TRANSIT'"
    assert count(told, transit) == figures.TRANSIT_POINTS


def test_the_round_of_4_april_stands_where_it_was_said_to_stand(told: duckdb.DuckDBPyConnection) -> None:
    stood = """select sum(sampled_people), sum(sampled_tubes), sum(tested_tubes) from screening
               where round_id = 'R20220404' and as_of = timestamp '2022-04-05 08:00'"""
    people, tubes, tested = told.sql(stood).fetchall()[0]
    assert float(people) == pytest.approx(figures.ROUND_PEOPLE, rel=0.01)
    assert float(tubes) == pytest.approx(figures.ROUND_TUBES, rel=0.01)
    assert float(tested) == pytest.approx(figures.ROUND_TESTED, rel=0.03)


def test_contacts_traced_reach_the_published_counts(told: duckdb.DuckDBPyConnection) -> None:
    def traced(kind: str, days: str) -> float:
        return count(
            told,
            f"""select sum(notified_today) from transfer
                where person_class = '{kind}' and h = 24 and day(ops_day) in {days}""",
        )

    assert traced("CONTACT", "(1, 2, 3)") == 92_405 - 37_846
    assert traced("CONTACT", "(4, 5, 6)") == 149_839 - 92_405
    assert traced("CONTACT2", "(1, 2, 3)") == 111_141 - 74_134
    assert traced("CONTACT2", "(4, 5, 6)") == 115_629 - 111_141


def test_support_teams_add_up_to_the_published_headcounts(told: duckdb.DuckDBPyConnection) -> None:
    for mission, heads in figures.SUPPORT_HEADS.items():
        here = f"""select sum(headcount) from support
                   where origin <> 'PLA' and mission = '{mission}' and ops_day = date '2022-04-06'"""
        assert count(told, here) == pytest.approx(heads, abs=10)
    assert (
        count(told, "select sum(headcount) from support where origin = 'PLA' and ops_day = date '2022-04-06'")
        >= figures.PLA_HEADS
    )
    assert count(told, "select count(distinct origin) from support where origin <> 'PLA'") == 15


def test_the_typed_figures_are_the_real_ones() -> None:
    real = {}
    with shared_data("shanghai", "shanghai_district_daily.csv").open(encoding="utf-8") as f:
        for r in csv.DictReader(f):
            real[date.fromisoformat(r["date"]), r["district_code"]] = r
    for day, districts in figures.published().items():
        for code, outcome in districts.items():
            assert all(getattr(outcome, m) == int(real[day, code][m]) for m in figures.MEASURES), (day, code)


def dict_of(con: duckdb.DuckDBPyConnection, sql: str) -> dict[tuple[date, str], int]:
    return {(d, c): int(v) for d, c, v in con.sql(f"{sql} group by all").fetchall()}
