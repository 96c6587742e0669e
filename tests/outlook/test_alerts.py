"""Alerts come and go slowly."""

from datetime import datetime

import pytest

from data_pipeline.judge.judge import Bench
from data_pipeline.outlook.alerts import PACE, alerts, raised
from tests.support import fake, samples

SLOTS = [datetime(2022, 4, 6, h) for h in (8, 10, 12, 14, 16, 18, 20, 22)]
PACK = samples.pack()


def at(pattern: str) -> datetime | None:
    """`x`: bad at this slot."""
    return raised([(s, c == "x") for s, c in zip(SLOTS, pattern, strict=False)])


@pytest.mark.parametrize(
    ("pattern", "since"),
    [("", None), ("x", None), ("xx", 8), (".x.x", None), ("xx.", 8), ("xx..", None), ("xx.x.", 8), ("xx..xx", 16)],
)
def test_two_slots_running_raise_it_and_two_withdraw_it(pattern: str, since: int | None) -> None:
    assert at(pattern) == (since and datetime(2022, 4, 6, since))


def test_a_line_that_needs_support_for_two_slots_rings_once() -> None:
    rows = fake.day_rows(PACK, 14)
    rows.loc[rows["line"] == "transfer", "pace_ratio"] = 3.0
    found = [a for a in alerts(rows, Bench(PACK, datetime(2022, 4, 6, 14))) if a.about == "transfer"]
    assert [(a.kind, a.since) for a in found] == [(PACE, datetime(2022, 4, 6, 8))]


def test_a_feed_that_stays_away_two_slots_rings() -> None:
    rows = fake.day_rows(PACK, 16, stale=("transfer",))
    found = alerts(rows, Bench(PACK, datetime(2022, 4, 6, 16)))
    assert "late:transfer" in {f"{a.kind}:{a.about}" for a in found}


def test_an_empty_board_rings_nothing() -> None:
    assert alerts(fake.day_rows(PACK, 14).iloc[:0], Bench(PACK, datetime(2022, 4, 6, 14))) == []
