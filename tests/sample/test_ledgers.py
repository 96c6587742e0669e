"""Every ledger of the sample balances at every slot, and chains from one day to the next."""

import duckdb
import pytest

from data_pipeline.declare import Pack

SLOT_FEEDS = ("screening", "transfer", "capacity", "supply", "tasks", "issues", "support")
LEDGERS = {  # feed: (place and dims, what opens the day, what closes it)
    "transfer": ("area_code, person_class", "carry_in", "waiting_now + in_transit_now + unsuitable_now"),
    "tasks": ("area_code, task_type", "carry_in", "open_now"),
    "issues": ("area_code, issue_type, source, level, priority", "carry_in", "open_now"),
    "capacity": ("site_id", "opening_occupied", "occupied_units"),
    "supply": ("area_code, tier, category, channel", "opening_stock", "stock_now"),
}


@pytest.mark.parametrize("feed", SLOT_FEEDS)
def test_no_row_breaks_a_rule_of_its_feed(told: duckdb.DuckDBPyConnection, pack: Pack, feed: str) -> None:
    rows = count(told, f"select count(*) from {feed}")
    for rule in pack.feeds[feed].rules:
        broken = count(told, f"select count(*) from {feed} where not ({rule.sql})")
        limit = 0.006 * rows if rule.severity == "warn" else 0
        assert broken <= limit, f"{feed}.{rule.id}: {broken} of {rows}"


@pytest.mark.parametrize("feed", SLOT_FEEDS)
def test_no_number_is_out_of_its_bounds(told: duckdb.DuckDBPyConnection, pack: Pack, feed: str) -> None:
    for column in pack.feeds[feed].columns:
        if column.is_number:
            low, high = column.min if column.min is not None else -1e18, column.max if column.max is not None else 1e18
            outside = f"select count(*) from {feed} where {column.name} not between {low} and {high}"
            assert count(told, outside) == 0, column.name


@pytest.mark.parametrize("feed", SLOT_FEEDS)
def test_a_key_names_one_row(told: duckdb.DuckDBPyConnection, pack: Pack, feed: str) -> None:
    key = ", ".join(pack.feeds[feed].key)
    assert count(told, f"select count(*) from (select 1 from {feed} group by {key} having count(*) > 1)") == 0


@pytest.mark.parametrize("feed", LEDGERS)
def test_a_day_opens_with_what_the_day_before_left(told: duckdb.DuckDBPyConnection, feed: str) -> None:
    dims, opening, closing = LEDGERS[feed]
    chained = f"""
        with closed as (select {dims}, ops_day + 1 as ops_day, {closing} as value from {feed} where h = 24)
        select count(*), count(*) filter (where t.{opening} is distinct from c.value)
        from {feed} t join closed c using ({dims}, ops_day)"""
    rows, broken = told.sql(chained).fetchall()[0]
    assert rows > 1000
    assert broken == 0


@pytest.mark.parametrize("feed", LEDGERS)
def test_what_counts_since_midnight_never_falls_within_a_day(
    told: duckdb.DuckDBPyConnection, pack: Pack, feed: str
) -> None:
    dims = LEDGERS[feed][0]
    for column in pack.feeds[feed].columns:
        if column.is_number and column.semantics == "D":
            falls = f"""select {column.name} < lag({column.name}) over (partition by ops_day, {dims} order by h) as fell
                        from {feed}"""
            assert count(told, f"select count(*) from ({falls}) where fell") == 0, column.name


def test_what_counts_since_the_round_began_runs_on_across_midnight(told: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    for column in pack.feeds["screening"].columns:
        if column.is_number and column.semantics == "R":
            falls = f"""select {column.name} < lag({column.name}) over (partition by round_id, method, area_code
                        order by as_of) as fell from screening"""
            assert count(told, f"select count(*) from ({falls}) where fell") == 0, column.name
    nights = "select count(distinct ops_day) from screening group by round_id order by 1 desc limit 1"
    assert count(told, nights) == 2


def test_every_subdistrict_speaks_at_every_slot(told: duckdb.DuckDBPyConnection) -> None:
    per_slot = (
        """select as_of, count(distinct area_code) as n from transfer where subdistrict <> '全区' group by as_of"""
    )
    assert told.sql(f"select distinct n from ({per_slot})").fetchall() == [(215,)]
    assert count(told, "select count(distinct as_of) from transfer") == 54


def test_zeros_and_small_counts_are_there(told: duckdb.DuckDBPyConnection) -> None:
    waiting = (
        "select count(*) from transfer where h = 18 and person_class = 'POS' and subdistrict <> '全区' and waiting_now"
    )
    assert count(told, f"{waiting} = 0") > 50
    assert count(told, f"{waiting} between 1 and 9") > 50


def count(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    return con.sql(sql).fetchall()[0][0]
