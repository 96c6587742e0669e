"""Feeds of the sample tell one story: what leaves one feed arrives in the next."""

import duckdb
import pytest

from tests.sample.test_ledgers import count


def same(con: duckdb.DuckDBPyConnection, left: str, right: str) -> None:
    """Both give (as_of, value) for every slot, and the same values."""
    a, b = (con.sql(f"{q} order by 1").fetchall() for q in (left, right))
    assert len(a) == 54
    assert a == b


def test_every_positive_who_arrived_is_in_a_bed_that_day(told: duckdb.DuckDBPyConnection) -> None:
    same(
        told,
        """select as_of, sum(arrived_today)::int from transfer
           where person_class = 'POS' and subdistrict <> '全区' group by as_of""",
        "select as_of, sum(in_today)::int from capacity where unit = 'BED' and site_type <> 'TRANSIT' group by as_of",
    )


def test_everyone_picked_up_to_go_home_freed_a_bed(told: duckdb.DuckDBPyConnection) -> None:
    same(
        told,
        "select as_of, sum(picked_up_today)::int from transfer where person_class = 'RETURN' group by as_of",
        "select as_of, sum(out_today)::int from capacity where unit = 'BED' and site_type <> 'TRANSIT' group by as_of",
    )


def test_a_district_total_of_positives_is_the_sum_of_its_subdistricts(told: duckdb.DuckDBPyConnection) -> None:
    for column in ("carry_in", "notified_today", "arrived_today", "waiting_now", "in_transit_now", "wait_24h_plus"):
        apart = f"""
            select as_of, district_code,
                   sum({column}) filter (where subdistrict <> '全区') as parts,
                   sum({column}) filter (where subdistrict = '全区') as whole
            from transfer where person_class = 'POS' group by all"""
        assert count(told, f"select count(*) from ({apart}) where parts is distinct from whole") == 0, column


def test_screening_finds_no_more_positives_than_are_due_for_transfer(told: duckdb.DuckDBPyConnection) -> None:
    found = """
        select round_id, area_code, as_of, sum(recheck_positive_people) as found from screening group by all"""
    notified = """
        select area_code, as_of, ops_day, notified_today from transfer
        where person_class = 'POS' and subdistrict <> '全区'"""
    # since the round's first day began: the day's own count, and yesterday's whole day once midnight has passed
    more = f"""
        with f as ({found}), n as ({notified}), closed as (select * from n where as_of = ops_day + 1)
        select f.found > n.notified_today + coalesce(c.notified_today, 0) as more
        from f join n using (area_code, as_of)
        left join closed c on c.area_code = f.area_code and c.ops_day = n.ops_day - 1
                          and f.round_id < 'R' || strftime(n.ops_day, '%Y%m%d')"""
    assert count(told, f"select count(*) from ({more})") > 9_000
    assert count(told, f"select count(*) from ({more}) where more") == 0


def test_the_homes_of_the_picked_up_are_disinfected_after_they_left(told: duckdb.DuckDBPyConnection) -> None:
    compared = """
        select t.area_code, t.as_of, t.new_due_today, m.picked_up_today, prev.picked_up_today as before
        from tasks t join transfer m on m.area_code = t.area_code and m.as_of = t.as_of and m.person_class = 'POS'
        left join transfer prev on prev.area_code = t.area_code and prev.person_class = 'POS'
             and prev.ops_day = t.ops_day - 1 and prev.h = 24
        where t.task_type = 'DISINFECT_TERMINAL'"""
    assert count(told, f"select count(*) from ({compared})") > 10_000
    # an hour's pick-ups before midnight come due after it
    assert (
        count(told, f"select count(*) from ({compared}) where new_due_today > picked_up_today + before * 0.2 + 5") == 0
    )
    day = "select sum(new_due_today) / sum(picked_up_today) from ({}) where as_of::time = '14:00'"
    assert 0.4 < count(told, day.format(compared)) < 0.7


@pytest.mark.parametrize(
    ("above", "below", "categories"),
    [("T1_CITY", "T2_DISTRICT", "('VEG','GRAIN','MILK','OIL')"), ("T2_DISTRICT", "T3_SUBDISTRICT", "('VEG','GRAIN')")],
)
def test_no_tier_receives_more_than_the_tier_above_sent(
    told: duckdb.DuckDBPyConnection, above: str, below: str, categories: str
) -> None:
    both = f"""
        select category,
               sum(outbound_today) filter (where tier = '{above}') as sent,
               sum(inbound_today) filter (where tier = '{below}') as came
        from supply where h = 24 and category in {categories} group by category"""
    for category, sent, came in told.sql(both).fetchall():
        assert 0.95 * float(sent) < float(came) < 1.01 * float(sent), category


def test_contacts_and_positives_never_share_a_site(told: duckdb.DuckDBPyConnection) -> None:
    assert count(told, "select count(*) from capacity where site_type = 'QUARANTINE' and n_asym + n_mild > 0") == 0
    moved = """select sum(arrived_today)::int from transfer where person_class in ('CONTACT', 'CONTACT2') and h = 24"""
    grown = """select sum(people_in) filter (where as_of = timestamp '2022-04-07') from capacity
               where site_type = 'QUARANTINE'"""
    assert count(told, grown) > 0.8 * count(told, moved)


def test_people_at_a_transit_point_are_on_the_road(told: duckdb.DuckDBPyConnection) -> None:
    both = """
        select as_of,
               (select sum(occupied_units) from capacity c where c.as_of = t.as_of and site_type = 'TRANSIT') as stop,
               sum(in_transit_now) as road
        from transfer t where person_class = 'POS' and subdistrict <> '全区' group by as_of"""
    assert count(told, f"select count(*) from ({both}) where stop > road") == 0
    assert count(told, f"select sum(stop) / sum(road) from ({both})") > 0.2


def test_investigations_start_from_positives(told: duckdb.DuckDBPyConnection) -> None:
    due = "select sum(new_due_today) from tasks where task_type = 'EPI_CORE_4H' and h = 24"
    found = "select sum(notified_today) from transfer where person_class = 'POS' and subdistrict = '全区' and h = 24"
    assert 0.25 < count(told, due) / count(told, found) < 0.35
