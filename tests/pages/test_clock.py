"""The clock: one moment for the whole board, live or replayed."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from data_pipeline.cli.options import moment as typed
from data_pipeline.core import clock as clocks
from data_pipeline.core.clock import STEP, Clock, moment_at, read_clock, read_moment
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.operation import Operation

SLOTS = (8, 10, 12, 14, 16, 18, 20, 22, 24)
SAMPLE = Operation(id="x", zh="x", en="x", slots=SLOTS, first_day=date(2022, 4, 1), last_day=date(2022, 4, 6))
ENDLESS = Operation(id="x", zh="x", en="x", slots=SLOTS)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's own seconds, set by the test."""
    seconds = [1000.0]
    monkeypatch.setattr(clocks, "_machine", lambda: seconds[0])
    return seconds


def test_before_eight_the_board_shows_the_close_of_the_day_before() -> None:
    moment = moment_at(datetime(2022, 4, 6, 7, 59), ENDLESS)
    assert (moment.ops_day, moment.as_of) == (date(2022, 4, 5), datetime(2022, 4, 6, 0, 0))
    moment = moment_at(datetime(2022, 4, 6, 8, 0), ENDLESS)
    assert (moment.ops_day, moment.as_of) == (date(2022, 4, 6), datetime(2022, 4, 6, 8, 0))


def test_the_moment_stands_in_the_last_slot_begun_and_knows_what_came_since() -> None:
    moment = moment_at(datetime(2022, 4, 6, 15, 59), ENDLESS)
    assert (moment.as_of, moment.known_at) == (datetime(2022, 4, 6, 14, 0), datetime(2022, 4, 6, 15, 59))


def test_a_replay_runs_at_its_speed(machine: list[float]) -> None:
    clock = read_clock("replay:2022-04-06T14:00@60", SAMPLE)
    machine[0] += 60
    assert clock.now() == datetime(2022, 4, 6, 15, 0)


def test_a_still_clock_stands_still(machine: list[float]) -> None:
    clock = read_clock("2022-04-06T14:00@0", SAMPLE)
    machine[0] += 10_000
    assert clock.now() == datetime(2022, 4, 6, 14, 0)
    assert not clock.runs


def test_a_clock_written_into_an_address_reads_the_same_everywhere(machine: list[float]) -> None:
    clock = read_clock("replay:2022-04-06T14:00@300", SAMPLE)
    machine[0] += 12
    assert read_clock(clock.text(), SAMPLE).now() == clock.now() == datetime(2022, 4, 6, 15, 0)


def test_pausing_and_resuming_lose_no_time(machine: list[float]) -> None:
    clock = read_clock("2022-04-06T14:00@60", SAMPLE)
    machine[0] += 60
    paused = clock.paced(0)
    machine[0] += 500
    assert paused.now() == datetime(2022, 4, 6, 15, 0)
    resumed = paused.paced(300)
    machine[0] += 1
    assert resumed.now() == datetime(2022, 4, 6, 15, 5)


def test_a_jump_keeps_the_speed(machine: list[float]) -> None:
    clock = read_clock("2022-04-06T14:00@60", SAMPLE).at(datetime(2022, 4, 6, 18, 0))
    machine[0] += 60
    assert clock.now() == datetime(2022, 4, 6, 19, 0)


def test_a_sample_ends_with_its_last_day_still_on_the_board(machine: list[float]) -> None:
    clock = read_clock("2022-04-06T22:00@300", SAMPLE)
    machine[0] += 86_400
    assert clock.now() == datetime(2022, 4, 7, 7, 59)
    assert clock.moment(SAMPLE).ops_day == date(2022, 4, 6)
    assert clock.ended
    assert not clock.runs


def test_a_live_clock_reads_the_operations_own_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "_machine", lambda: 1649224800.0)  # 2022-04-06 06:00 UTC
    clock = read_clock("live", SAMPLE)
    assert clock.is_live
    assert clock.now() == datetime(2022, 4, 6, 14, 0)
    assert read_clock("live", SAMPLE.model_copy(update={"timezone": "Europe/Rome"})).now() == datetime(2022, 4, 6, 8, 0)


@pytest.mark.parametrize(
    "text", ["2022-04-06T14:00@3600~0", "2022-04-06T14:00@3600~99999999999", "2099-12-31T23:59@3600~0"]
)
def test_an_odd_anchor_overflows_nothing_and_never_runs_back(text: str) -> None:
    for operation in (SAMPLE, ENDLESS):
        clock = read_clock(text, operation)
        assert clock.now() >= min(datetime(2022, 4, 6, 14), clock.end or datetime.max)


@pytest.mark.parametrize("zone", ["Z", "+00:00", "+08:00", "-05:00"])
def test_no_text_brings_another_zone_than_the_pack_s(zone: str) -> None:
    for text in (
        f"2022-04-06T14:00{zone}@0",
        f"live;asof=2022-04-06T14:00{zone}",
        f"live;known=2022-04-06T14:00{zone}",
    ):
        with pytest.raises(BoardError, match=r"clock|时钟"):
            read_clock(text, SAMPLE)
    with pytest.raises(BoardError):
        read_moment(f"2022-04-06T14:00{zone}")
    with pytest.raises(BoardError):
        typed(f"2022-04-06T14:00{zone}")


def test_a_pack_that_names_no_zone_there_is_is_refused() -> None:
    with pytest.raises(ValidationError, match="no time zone"):
        Operation(id="x", zh="x", en="x", slots=SLOTS, timezone="Mars/Base'; drop")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "1900-01-01T00:00@0",
        "9999-12-31T23:00@60",
        "2022-04-06",
        "2022-13-06T14:00@60",
        "2022-04-06T14:00@-1",
        "x" * 500,
    ],
)
def test_what_is_no_clock_is_refused_in_words(text: str) -> None:
    with pytest.raises(BoardError) as refused:
        read_clock(text, SAMPLE)
    assert refused.value.sentence("zh")
    assert len(refused.value.sentence("en")) < 200


def test_no_replay_outruns_the_browser(machine: list[float]) -> None:
    assert read_clock("2022-04-06T14:00@999999", SAMPLE).speed == clocks.FASTEST
    assert Clock(start=datetime(2022, 4, 6)).paced(10**9).speed == clocks.FASTEST


def test_nothing_else_reads_the_time_of_day() -> None:
    root = Path(clocks.__file__).parents[2]
    forbidden = ("datetime.now(", "datetime.utcnow(", "date.today(", "time.time(", "Timestamp.now(")
    readers = {
        str(file.relative_to(root))
        for folder in ("data_pipeline", "pages")
        for file in (root / folder).rglob("*.py")
        if any(call in file.read_text("utf-8") for call in forbidden)
    }
    assert readers == {"data_pipeline/core/clock.py"}


def test_slots_follow_one_another_through_the_day() -> None:
    start = datetime(2022, 4, 6, 8)
    seen = [moment_at(start + timedelta(minutes=30 * i), SAMPLE).as_of for i in range(48)]
    assert sorted(set(seen)) == [datetime(2022, 4, 6) + timedelta(hours=h) for h in SAMPLE.slots]
    assert seen == sorted(seen)


@pytest.mark.parametrize("speed", [1, 60, 300, 900, 3600])
def test_what_the_clock_shows_steps_at_most_every_twenty_seconds_and_alike_for_all(
    monkeypatch: pytest.MonkeyPatch, speed: int
) -> None:
    clock = read_clock(f"2022-04-06T00:00@{speed}~1000", SAMPLE)
    other = read_clock(clock.text(), SAMPLE)
    stepped, slots, last = 0, set(), None
    for second in range(0, 120):
        monkeypatch.setattr("data_pipeline.core.clock._machine", lambda at=second: 1000.0 + at)
        if clock.ended:
            break
        moment = clock.moment(SAMPLE)
        assert moment.now == other.moment(SAMPLE).now
        assert moment.as_of <= moment.now <= clock.now()
        stepped += last is not None and moment.now != last and moment.as_of in slots
        slots.add(moment.as_of)
        last = moment.now
    assert stepped <= 120 / 20


def test_a_clock_that_stands_looks_back_or_is_live_shows_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_pipeline.core.clock._machine", lambda: 1000.0)
    for text in ("2022-04-06T18:37@0~1000", "2022-04-06T20:37@300~1000;asof=2022-04-06T18:37"):
        assert read_clock(text, SAMPLE).moment(SAMPLE).now == datetime(2022, 4, 6, 18, 35)
    assert read_clock("live", SAMPLE).step == read_clock("2022-04-06T18:37@1~1000", SAMPLE).step == STEP
