"""The marts agree with their slow twin on made-up days: late slots, silent districts, totals, restatements, zeros."""

import random
from datetime import datetime, timedelta

import pytest

from tests.support import twin
from tests.support.marts import DAY, WHOLE_DISTRICT, Marts, Row, marts, slot

CITY = "310000"
DISTRICTS = ("310101", "310104", "310105")  # of 16: the others say nothing
HOURS = (8, 10, 12, 14, 16, 18, 20, 22, 24)
SLOTS = [slot(h) for h in HOURS]
KINDS = {"key_elder_alone": "KEY_ELDER_ALONE", "key_hardship": "KEY_HARDSHIP", "key_disability": "KEY_DISABILITY"}
LINES = (*KINDS, "key_disabled_care", "key_nonresident", "key_groups", "waste_medical")
UNSAID = ("key_disabled_care", "key_nonresident")
SEEDS = range(3)


def leaves(district: str) -> list[str]:
    return [a.code for a in marts().pack.areas if a.parent == district][:4]


def task_day(rng: random.Random, kind: str) -> list[Row]:
    """One task type; some subdistricts miss slots, the last district comes late, one sends totals instead of parts."""
    rows = []
    for n, district in enumerate(DISTRICTS):
        for place in leaves(district):
            zero = rng.random() < 0.15
            carry, due, done = (0, 0, 0) if zero else (rng.randrange(30), 0, 0)
            for hour in HOURS:
                due += 0 if zero else rng.randrange(20)
                done = min(carry + due, done + (0 if zero else rng.randrange(25)))
                if rng.random() < 0.08:
                    done = done * 2 // 3  # restated downwards
                if rng.random() < 0.25 or (n == 2 and hour < 14):
                    continue
                rows.append(_task(rng, kind, district, place, hour, carry, due, done))
        for hour in HOURS:
            if rng.random() < 0.3:  # a control total, with or without its parts
                rows.append(_task(rng, kind, district, WHOLE_DISTRICT, hour, 50, 400, rng.randrange(400)))
    for row in rng.sample(rows, 5):  # told again later, otherwise
        done = row["done_today"] // 2
        rows.append(
            row
            | {
                "done_today": done,
                "open_now": row["open_now"] + row["done_today"] - done,
                "load_id": 2,
                "received_at": row["received_at"] + timedelta(hours=3),
            }
        )
    return rows


def _task(rng: random.Random, kind: str, district: str, place: str, hour: int, carry: int, due: int, done: int) -> Row:
    gone = rng.randrange(3) if carry + due - done > 3 else 0
    return {
        "district_code": district,
        "subdistrict": place,
        "task_type": kind,
        "as_of": slot(hour),
        "carry_in": carry,
        "new_due_today": due,
        "done_today": done,
        "cancelled_today": rng.choice([gone, None]) if gone == 0 else gone,
        "open_now": carry + due - done - gone,
        "oldest_open_h": rng.choice([None, rng.randrange(40)]),
        "load_id": 1,
        "area_code": district if place == WHOLE_DISTRICT else place,
        "received_at": slot(hour) + timedelta(minutes=20),
    }


@pytest.fixture(params=SEEDS)
def day(request: pytest.FixtureRequest) -> tuple[dict[str, list[Row]], Marts]:
    rng = random.Random(request.param)
    rows = {line: task_day(rng, kind) for line, kind in KINDS.items()}
    return rows, marts(LINES).given({"tasks": [row for each in rows.values() for row in each]})


def slots_of(rows: dict[str, list[Row]]) -> list[datetime]:
    return sorted({row["as_of"] for each in rows.values() for row in each})


def twins(rows: dict[str, list[Row]]) -> dict[str, dict[tuple, Row]]:
    areas = marts().pack.areas
    parts = {d.code: sum(a.parent == d.code and not a.is_quasi for a in areas) for d in areas if d.level == "district"}
    return {line: twin.clearance(each, slots_of(rows), CITY, parts) for line, each in rows.items()}


def test_every_ledger_is_the_sum_of_what_stands_in_its_parts(day: tuple) -> None:
    rows, found = day
    names = [*twin.SUMMED, "due", "oldest_h", "level", "reported", "expected"]
    said = found.rows(f"select line, as_of, area_code, {', '.join(names)} from mart.clearance where part = line")
    got = {(r["line"], r["as_of"], r["area_code"]): {n: r[n] for n in names} for r in said}
    want = {
        (line, *where): {n: row[n] for n in names} for line, each in twins(rows).items() for where, row in each.items()
    }
    assert got == want


def test_the_worst_group_speaks_for_all(day: tuple) -> None:
    rows, found = day
    want = twin.worst(twins(rows) | {name: {} for name in UNSAID})
    said = found.rows("select as_of, area_code, part, done from mart.clearance where line = 'key_groups'")
    got = {(r["as_of"], r["area_code"]): (r["part"], r["done"]) for r in said}
    assert got == {where: (part, row and row["done"]) for where, (part, row) in want.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_of_five_groups_that_all_spoke_the_furthest_behind_speaks(seed: int) -> None:
    rng = random.Random(100 + seed)
    rows = {
        f"key_{k.lower()}": task_day(rng, f"KEY_{k}")
        for k in ("ELDER_ALONE", "HARDSHIP", "DISABLED_CARE", "DISABILITY", "NONRESIDENT")
    }
    found = marts(LINES).given({"tasks": [row for each in rows.values() for row in each]})
    said = found.rows("select as_of, area_code, part, due, done, open from mart.clearance where line = 'key_groups'")
    got = {(r["as_of"], r["area_code"]): (r["part"], r["due"], r["done"], r["open"]) for r in said}
    want = twin.worst(twins(rows))
    assert got == {
        w: (part, row and row["due"], row and row["done"], row and row["open"]) for w, (part, row) in want.items()
    }


@pytest.mark.parametrize(
    ("kind", "line", "hour"), [("KEY_HARDSHIP", "key_hardship", 20), ("WASTE_MEDICAL", "waste_medical", 24)]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_pace_is_the_median_of_the_last_three_honest_steps(seed: int, kind: str, line: str, hour: int) -> None:
    rows = {line: task_day(random.Random(200 + seed), kind)}
    found = marts(LINES).given({"tasks": rows[line]})
    series: dict[str, dict[datetime, Row]] = {}
    for (at, area), row in twins(rows)[line].items():
        series.setdefault(area, {})[at] = row
    want = {(at, area): row for area, each in series.items() for at, row in twin.pace(each, DAY, slot(hour)).items()}
    for at in {at for at, _ in want}:
        parts = [want[at, d] for d in DISTRICTS if (at, d) in want]
        want[at, CITY] = twin.city_pace(want[at, CITY], parts)
    said = found.rows(f"select * from mart.pace where line = '{line}'")
    assert {(r["as_of"], r["area_code"]) for r in said} == set(want)
    for row in said:
        expect = want[row["as_of"], row["area_code"]]
        got = {name: row[name] for name in expect}
        near = [got.pop("finish_at"), expect.pop("finish_at")]
        assert got == pytest.approx(expect), (row["as_of"], row["area_code"])
        assert near[0] == near[1] or abs(near[0] - near[1]) <= timedelta(seconds=1)


def test_freshness_counts_the_places_that_spoke(day: tuple) -> None:
    rows, found = day
    want = twin.freshness((row for each in rows.values() for row in each), CITY)
    said = found.rows("select as_of, area_code, reported, expected from mart.freshness where feed = 'tasks'")
    assert {(r["as_of"], r["area_code"]): (r["reported"], r["expected"]) for r in said} == want
