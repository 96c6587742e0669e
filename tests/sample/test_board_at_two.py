"""On 6 April at 14:00 the board of the sample is a believable mix; paces are worked out here in plain arithmetic."""

from itertools import pairwise
from statistics import median

import duckdb

DAY = "ops_day = date '2022-04-06'"
PARTS = "subdistrict <> '全区'"
PLAN = "(select site_id, open_units, open_next_24h as plan from capacity where h = 24 and ops_day = date '2022-04-05')"
LINES = {  # what is owed, done and newly come by slot, and the hour it is due; 30 is six the next morning
    "screening": (f"select h, sum(target_people), sum(sampled_people), 0 from screening where {DAY}", 30),
    "chase": (
        f"select h, sum(recheck_due_people), sum(rechecked_people), sum(recheck_due_people) from screening where {DAY}",
        24,
    ),
    "transfer": (
        f"""select h, sum(carry_in + notified_today - cancelled_today), sum(arrived_today), sum(notified_today)
            from transfer where {DAY} and person_class = 'POS' and {PARTS}""",
        24,
    ),
    "quarantine": (
        f"""select h, sum(carry_in + notified_today - cancelled_today), sum(arrived_today), sum(notified_today)
            from transfer where {DAY} and person_class in ('CONTACT', 'CONTACT2')""",
        24,
    ),
    "capacity": (
        f"""select h, sum(y.plan), sum(c.open_units - y.open_units), 0 from capacity c join {PLAN} y using (site_id)
            where {DAY} and scope <> 'PARTNER'""",
        24,
    ),
    "last100m": (f"select h, sum(due_today), sum(delivered_today), 0 from supply where {DAY} and tier = 'T4_DOOR'", 22),
    "key_groups": (
        f"""select h, sum(carry_in + new_due_today), sum(done_today), 0 from tasks
            where {DAY} and task_type = 'KEY_NONRESIDENT'""",
        20,
    ),
    "issues": (
        f"""select h, sum(carry_in + raised_today - merged_today), sum(resolved_today), sum(raised_today)
            from issues where {DAY}""",
        24,
    ),
}


def pace(con: duckdb.DuckDBPyConnection, line: str, now: int) -> float:
    """What is needed per hour over what is done per hour: below 0.9 on track, above 1.1 will miss."""
    sql, due_hour = LINES[line]
    rows = {int(h): tuple(map(float, r)) for h, *r in con.sql(f"{sql} group by h").fetchall()}
    hours = [0, *sorted(rows)]
    steps = [(a, b) for a, b in pairwise(hours) if b <= now][-3:]
    zero = (0.0, 0.0, 0.0)
    done, new = (median((rows[b][i] - rows.get(a, zero)[i]) / (b - a) for a, b in steps) for i in (1, 2))
    open_ = rows[now][0] - rows[now][1]
    return (open_ + new * max(20 - now, 0)) / (due_hour - now) / done


def test_at_two_most_lines_are_on_track_some_at_risk_some_will_miss(told: duckdb.DuckDBPyConnection) -> None:
    paces = {line: pace(told, line, 14) for line in LINES}
    on_track, miss = ({k for k, v in paces.items() if test(v)} for test in (lambda v: v <= 0.9, lambda v: v > 1.1))
    assert len(on_track) >= 4, paces
    assert 2 <= len(miss) <= 3, paces
    assert 2 <= len(paces) - len(on_track) - len(miss) <= 3, paces
    assert "transfer" in miss


def test_by_the_evening_the_picture_has_moved(told: duckdb.DuckDBPyConnection) -> None:
    assert pace(told, "transfer", 18) < pace(told, "transfer", 14)
    assert pace(told, "key_groups", 18) > 1.1
