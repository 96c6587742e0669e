"""Alerts come and go slowly, and none chatters."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from data_pipeline.declare.alert import AlertRules, EdgeAlert
from data_pipeline.judge.judge import Bench
from data_pipeline.outlook.alerts import EDGE, PACE, Alert, alerts, beyond, raised_so_far
from data_pipeline.outlook.episodes import Episode, episodes
from data_pipeline.sentences.alert import name
from tests.support import fake, samples

SLOTS = [datetime(2022, 4, 6, h) for h in (8, 10, 12, 14, 16, 18, 20, 22)]
PACK = samples.pack()
HOUR = timedelta(hours=1)
NONE = fake.day_rows(PACK, 14).iloc[:0]


def of(pattern: str, reports: int = 2, hold: timedelta = timedelta(0)) -> list[tuple[int, int | None]]:
    """`x`: beyond at this slot; `-`: between the edge and where it eases. (since, eased) as hours."""
    seen = [(s, {"x": True, ".": False, "-": None}[c]) for s, c in zip(SLOTS, pattern, strict=False)]
    return [(e.since.hour, e.eased and e.eased.hour) for e in episodes(seen, reports, hold)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", []), ("x", []), ("xx", [(8, None)]), (".x.x", []), ("xx.", [(8, None)]), ("xx..", [(8, 14)]),
        ("xx.x.", [(8, None)]), ("xx..xx", [(8, 14), (16, None)]), ("xx----", [(8, None)]), ("xx-.-.", [(8, None)]),
        ("x-x-x", []),
    ],
)  # fmt: skip
def test_two_reports_running_raise_it_and_two_ease_it(pattern: str, found: list) -> None:
    assert of(pattern) == found


def test_what_was_raised_or_eased_holds_for_a_while() -> None:
    assert of("x.x.x.", reports=1) == [(8, 10), (12, 14), (16, 18)]
    assert of("x.x.x.", reports=1, hold=6 * HOUR) == [(8, 14)]
    assert of("x....x", reports=1, hold=6 * HOUR) == [(8, 14)]


def test_a_figure_that_wavers_about_its_edge_rings_once() -> None:
    """Every ten minutes for a day, within a margin of 4 % on either side of the edge."""
    rng, rule = random.Random(19), EdgeAlert(gauge="g", eases_percent=5)
    edges = {"direction": "up", "target": 48.0, "amber": 48.0, "red": 24.0}
    seen = [(SLOTS[0] + timedelta(minutes=10 * n), beyond({**edges, "value": rng.uniform(23, 25)}, rule))  # type: ignore[arg-type]
            for n in range(144)]  # fmt: skip
    assert len(episodes(seen, 2, HOUR)) == 1
    wild = [(at, rng.random() < 0.5) for at, _ in seen]
    changes = sorted(t for e in episodes(wild, 1, HOUR) for t in (e.since, e.eased) if t)
    assert len(changes) > 4
    assert all(b - a >= HOUR for a, b in pairwise(changes))


@pytest.mark.parametrize(
    ("direction", "value", "found"),
    [("up", 23.9, True), ("up", 24, None), ("up", 26.3, None), ("up", 26.4, False), ("up", float("nan"), None),
     ("down", 24.1, True), ("down", 24, None), ("down", 21.6, False), ("none", 1, None)],
)  # fmt: skip
def test_an_edge_is_passed_only_beyond_it_and_eases_well_within(direction: str, value: float, found: object) -> None:
    row = {"direction": direction, "target": 48.0, "amber": 48.0, "red": 24.0, "value": value}
    assert beyond(row, EdgeAlert(gauge="g", eases_percent=10)) is found  # type: ignore[arg-type]


def course(gauge: str, area: str, *values: float) -> pd.DataFrame:
    level = "city" if area == PACK.operation.city_code else "district"
    rows = [{"gauge": gauge, "level": level, "area_code": area, "as_of": at, "value": v, "direction": "up",
             "target": 48.0, "amber": 48.0, "red": 24.0} for at, v in zip(SLOTS, values, strict=False)]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_declared_indicator_rings_beyond_its_edge_by_city_and_by_district() -> None:
    city, district = PACK.operation.city_code, PACK.districts[0].code
    rows = pd.concat([course("runway_beds", city, 20, 20, 30, 30), course("cover_veg", district, 10),
                      course("runway_beds", district, 1, 1), course("wait_median", city, 1, 1)])  # fmt: skip
    bench = Bench(PACK, datetime(2022, 4, 6, 14))
    found = [(a.key, a.eased) for a in raised_so_far(NONE, bench, rows)]
    assert found == [
        (f"{EDGE}:cover_veg@{district}:2022-04-06:1", None),
        (f"{EDGE}:runway_beds:2022-04-06:1", SLOTS[3]),
    ]
    assert [a.about for a in alerts(NONE, bench, rows)] == ["cover_veg"]


def test_an_alert_that_still_stands_though_the_newest_report_is_well_says_so() -> None:
    """Else it would contradict the state shown beside it."""
    bench, city = Bench(PACK, datetime(2022, 4, 6, 14)), PACK.operation.city_code
    (stands,), (well,), (eased,), (again,) = (
        raised_so_far(NONE, bench, course("runway_beds", city, *values))
        for values in ((20, 20, 20), (20, 20, 30), (20, 20, 30, 30), (20, 20, 30, 20))
    )
    assert [a.turning for a in (stands, well, eased, again)] == [None, SLOTS[2], None, None]
    day = well.since.date()
    assert [name(PACK, a, day, "en").endswith("better since 12:00") for a in (stands, well)] == [False, True]
    assert name(PACK, well, day, "zh").endswith("，12:00起好转")


def test_a_restated_report_moves_an_alert_and_makes_no_new_one() -> None:
    bench = Bench(PACK, datetime(2022, 4, 6, 14))
    before, after = (alerts(NONE, bench, course("runway_beds", PACK.operation.city_code, *values))
                     for values in ((30, 20, 20), (20, 20, 20)))  # fmt: skip
    assert before[0].since != after[0].since
    assert before[0].key == after[0].key


def test_a_line_that_needs_support_for_two_reports_rings_once() -> None:
    rows = fake.day_rows(PACK, 14)
    rows.loc[rows["line"] == "transfer", "pace_ratio"] = 3.0
    found = [a for a in alerts(rows, Bench(PACK, datetime(2022, 4, 6, 14))) if a.about == "transfer"]
    assert [(a.kind, a.since) for a in found] == [(PACE, datetime(2022, 4, 6, 8))]


def test_a_feed_that_stays_away_two_report_times_rings() -> None:
    rows = fake.day_rows(PACK, 16, stale=("transfer",))
    found = alerts(rows, Bench(PACK, datetime(2022, 4, 6, 16)))
    assert "late:transfer" in {a.subject for a in found}


def test_an_empty_board_rings_nothing() -> None:
    assert alerts(NONE, Bench(PACK, datetime(2022, 4, 6, 14))) == []


def test_a_slot_at_midnight_is_of_the_day_that_ends() -> None:
    assert Alert(PACE, "transfer", datetime(2022, 4, 7)).key == "pace:transfer:2022-04-06:1"
    assert Episode(SLOTS[0]).eased is None
    assert AlertRules().every_min == 10
