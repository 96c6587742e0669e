"""The day has the shape the field knows: bursts, peaks, a night that sags, a laboratory that holds everything up."""

import duckdb

from tests.sample.test_ledgers import count

BY_SLOT = """
    select ops_day, h, sum({column}) as d from {feed} where {where} group by all"""


def between(con: duckdb.DuckDBPyConnection, feed: str, column: str, where: str, start: int, end: int) -> float:
    """Share of a day's total that falls between two slots, all days together; start 0 is midnight."""
    curve = BY_SLOT.format(feed=feed, column=column, where=where)
    low = 0.0 if start == 0 else count(con, f"select sum(d) from ({curve}) where h = {start}")
    high = count(con, f"select sum(d) from ({curve}) where h = {end}")
    return (float(high) - float(low)) / float(count(con, f"select sum(d) from ({curve}) where h = 24"))


def test_positives_are_notified_in_a_burst_before_ten(told: duckdb.DuckDBPyConnection) -> None:
    assert between(told, "transfer", "notified_today", "person_class = 'POS' and subdistrict <> '全区'", 0, 10) > 0.55


def test_transfers_peak_by_day_and_sag_at_night(told: duckdb.DuckDBPyConnection) -> None:
    def arrived(start: int, end: int) -> float:
        return between(told, "transfer", "arrived_today", "person_class = 'POS' and subdistrict <> '全区'", start, end)

    assert arrived(10, 20) > 0.55
    assert arrived(22, 24) < 0.5 * arrived(16, 18)


def test_the_door_comes_after_the_store(told: duckdb.DuckDBPyConnection) -> None:
    store = between(told, "supply", "inbound_today", "tier = 'T1_CITY'", 0, 10)
    door = between(told, "supply", "delivered_today", "tier = 'T4_DOOR'", 0, 10)
    assert store > 0.5 > 0.3 > door


def test_calls_peak_in_the_morning_and_in_the_evening(told: duckdb.DuckDBPyConnection) -> None:
    def raised(start: int, end: int) -> float:
        return between(told, "issues", "raised_today", "true", start, end)

    assert raised(10, 12) > 1.4 * raised(14, 16)
    assert raised(18, 20) > 1.4 * raised(14, 16)


def test_the_laboratory_is_where_tubes_wait(told: duckdb.DuckDBPyConnection) -> None:
    stood = """select sum(sampled_tubes - delivered_tubes), sum(delivered_tubes - tested_tubes),
                      sum(tested_tubes - reported_tubes)
               from screening where as_of = timestamp '2022-04-06 18:00'"""
    road, laboratory, desk = told.sql(stood).fetchall()[0]
    assert laboratory > 2 * road > 0
    assert laboratory > 2 * desk > 0


def test_a_round_samples_across_midnight(told: duckdb.DuckDBPyConnection) -> None:
    share = """select sum(sampled_people) / sum(target_people) from screening
               where round_id = 'R20220404' and as_of = timestamp '{}'"""
    assert 0.3 < count(told, share.format("2022-04-04 14:00")) < 0.7
    assert count(told, share.format("2022-04-05 00:00")) < 0.985
    assert count(told, share.format("2022-04-05 08:00")) > 0.99


def test_most_districts_clear_and_a_few_do_not(told: duckdb.DuckDBPyConnection) -> None:
    left = dict(
        told.sql("""
            select district_code, sum(waiting_now + unsuitable_now) from transfer
            where person_class = 'POS' and subdistrict = '全区' and as_of = timestamp '2022-04-07'
            group by 1""").fetchall()
    )
    assert sum(v <= 10 for v in left.values()) >= 8
    assert left["310117"] > 50
    assert left["310107"] > 50


def test_few_stocks_are_short(told: duckdb.DuckDBPyConnection) -> None:
    short = """select count(*) from supply where tier = 'T2_DISTRICT' and as_of = timestamp '2022-04-06 14:00'
               and stock_now / daily_need < case category {} end"""
    target = {
        "VEG": 1.5,
        "GRAIN": 20,
        "MEAT": 3,
        "EGG": 3,
        "MILK": 2,
        "OIL": 20,
        "BABY": 3,
        "MEDICINE": 3,
        "WATER": 3,
        "HYGIENE": 3,
    }
    half = " ".join(f"when '{c}' then {t / 2}" for c, t in target.items())
    full = " ".join(f"when '{c}' then {t}" for c, t in target.items())
    assert 1 <= count(told, short.format(half)) <= 4
    assert 4 <= count(told, short.format(full)) <= 40
