"""Each operating day is scored once, after its end, by one process; and what was scored then is what counts later."""

import shutil
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest
from filelock import FileLock

from data_pipeline.core.clock import AsOf, moment_at, read_clock
from data_pipeline.forecast.types import Projection
from data_pipeline.outlook import Outlook, journal, nightly, scores
from data_pipeline.outlook.past import work_out
from pages.server import lifespan
from tests.support import samples
from tests.support.told import Told

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

OPERATION = samples.pack().operation
LAST = date(2022, 4, 5)
OPENS = OPERATION.day_shown_from


@pytest.fixture
def own(board: "Board", tmp_path: Path) -> Told:
    return Told(cast("Told", board).slice, tmp_path)


@pytest.fixture(scope="module")
def scored_once(board: "Board", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store whose last day before has been scored."""
    root = tmp_path_factory.mktemp("scored")
    assert look(Told(cast("Told", board).slice, root), 6, OPENS) == LAST
    return root


@pytest.fixture
def scored(own: Told, scored_once: Path) -> Told:
    shutil.copytree(scored_once, own.root, dirs_exist_ok=True)
    return own


def at(day: int, hour: int, minute: int = 0) -> AsOf:
    return moment_at(datetime(2022, 4, day, hour, minute), OPERATION)


def look(own: Told, day: int, hour: int, minute: int = 0) -> date | None:
    return nightly.look(cast("Board", own), at(day, hour, minute))


def score_of(own: Told, day: date) -> pd.DataFrame:
    found = scores.kept(scores.place(cast("Board", own), day))
    assert found is not None
    return found


def kept(own: Told) -> list[str]:
    return sorted(p.name[:10] for p in (own.root / scores.FOLDER).glob("*.parquet"))


def test_a_day_is_due_once_it_is_over_and_not_before(own: Told) -> None:
    assert LAST not in nightly.due(cast("Board", own), at(6, OPENS - 1, 59))
    assert nightly.due(cast("Board", own), at(6, OPENS))[0] == LAST


def test_a_day_is_scored_once(scored: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(scored) == ["2022-04-05"]
    monkeypatch.setattr(nightly, "score_day", lambda _, day: pd.DataFrame())
    while look(scored, 6, 14):
        pass
    assert kept(scored) == [f"2022-{d}" for d in ("03-31", "04-01", "04-02", "04-03", "04-04", "04-05")]
    assert len(score_of(scored, LAST))  # not written over
    assert look(scored, 6, 15) is None


def test_days_missed_while_the_server_was_off_are_caught_up_one_a_look_newest_first(
    own: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "score_day", lambda _, day: pd.DataFrame())
    assert [look(own, 6, 9) for _ in range(3)] == [date(2022, 4, d) for d in (5, 4, 3)]


def test_while_another_process_is_at_it_nothing_is_done(own: Told) -> None:
    folder = own.root / scores.FOLDER
    folder.mkdir()
    with FileLock(folder / nightly.LOCK):
        assert look(own, 6, 9) is None
    assert kept(own) == []


def test_two_that_come_at_once_leave_one_score_of_each_day(own: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[date] = []

    def work(_: object, day: date) -> pd.DataFrame:
        worked.append(day)
        return pd.DataFrame({"line": ["transfer"]})

    monkeypatch.setattr(nightly, "score_day", work)
    both = [Thread(target=lambda: [look(own, 6, 9) for _ in range(9)]) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(worked) == sorted(set(worked))
    assert list((own.root / scores.FOLDER).glob("*.part")) == []


def test_the_night_score_is_the_one_that_the_morning_reads(scored: Told) -> None:
    rows = score_of(scored, LAST)
    shutil.rmtree(scored.root / scores.FOLDER)
    scores.write(scores.place(cast("Board", scored), LAST), rows.assign(p_miss=0.123))
    found = work_out(cast("Board", scored), date(2022, 4, 6), datetime(2022, 4, 6, OPENS)).scored
    day = found["as_of"].map(datetime.date)
    assert set(found[day == LAST]["p_miss"]) == {0.123}
    assert set(day[day != LAST]) == {date(2022, 4, 3), date(2022, 4, 4)}


def test_scoring_by_night_or_on_asking_gives_the_same(scored: Told) -> None:
    by_night = score_of(scored, LAST)
    shutil.rmtree(scored.root / scores.FOLDER)
    asked = work_out(cast("Board", scored), date(2022, 4, 6), datetime(2022, 4, 6, OPENS)).scored
    asked = pd.DataFrame(asked[asked["as_of"].map(datetime.date) == LAST])
    order = ["line", "level", "area_code", "as_of"]
    same = [f.sort_values(order).reset_index(drop=True) for f in (by_night, asked)]
    pd.testing.assert_frame_equal(same[0], same[1], check_dtype=False)


def test_what_was_shown_that_day_is_what_is_scored(own: Told, said: Outlook) -> None:
    """Every forecast shown is in the score, beside those made again for the scored hours."""
    shown: list[Projection] = [p for p in said.now if p.line == "transfer"]
    moved = [p for p in shown if p.level == "district"]
    journal.keep(own.root, "v", at(6, 14, 40), moved)
    rows = nightly.score_day(cast("Board", own), date(2022, 4, 6))
    at_two = rows[
        (rows["line"] == "transfer") & (rows["as_of"] == datetime(2022, 4, 6, 14)) & (rows["level"] != "city")
    ]
    assert at_two.set_index("area_code")["p_miss"].to_dict() == {p.area_code: p.p_miss for p in moved}


def test_what_becomes_known_of_the_day_afterwards_has_it_scored_again(scored: Told) -> None:
    """Files received in time but loaded later: another state of knowledge, another score; the old one stays."""
    scored.late[datetime(2022, 4, 5, 23)] = "more"
    assert nightly.due(cast("Board", scored), at(6, 9))[0] == LAST
    scored.late = {datetime(2022, 4, 6, 12): "after"}
    assert LAST not in nightly.due(cast("Board", scored), at(6, 13))


def test_the_server_looks_until_it_stops_and_one_failure_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping, looks = Event(), []

    def failing(_: object, moment: AsOf) -> None:
        looks.append(moment)
        if len(looks) == 3:
            stopping.set()
        raise OSError("disk away")

    clock = read_clock("replay:2022-04-06T14:40@0", OPERATION)
    monkeypatch.setattr(lifespan, "STOPPING", stopping)
    of = SimpleNamespace(pack=samples.pack(), mend=lambda: None, seal=lambda: 0)
    monkeypatch.setattr(lifespan, "board", lambda: of)
    monkeypatch.setattr(lifespan, "process_clock", lambda _: clock)
    monkeypatch.setattr(nightly, "LOOK_EVERY_S", 0.001)
    monkeypatch.setattr(nightly, "look", failing)
    lifespan._score()
    assert looks == [at(6, 14, 40)] * 3
