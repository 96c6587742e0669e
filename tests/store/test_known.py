"""What is known at a moment, against a slow and obvious twin in plain Python, on random histories."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.intake import Delivery
from tests.store import tiny

START = tiny.at("08:00")
Row = tuple[str, str, str, int, float]


@dataclass
class Twin:
    """Every load with its rows, and every moment it came into sight or went out of it."""

    loads: dict[int, tuple[datetime, list[Row]]] = field(default_factory=dict)
    changes: list[tuple[datetime, int, bool]] = field(default_factory=list)
    lines: int = 0

    def load(self, at: datetime, rows: list[Row]) -> int:
        self.lines += 1
        self.loads[self.lines] = (at, rows)
        self.changes.append((at, self.lines, True))
        return self.lines

    def turn(self, at: datetime, load_id: int, visible: bool) -> None:
        self.lines += 1
        self.changes.append((at, load_id, visible))

    def visible(self, load_id: int, known_at: datetime | None) -> bool:
        """The last line of the ledger that had been written by then; nothing is seen before it came."""
        if known_at is not None and known_at < self.loads[load_id][0]:
            return False
        seen = False
        for at, changed, visible in self.changes:
            if changed == load_id and (known_at is None or at <= known_at):
                seen = visible
        return seen

    def known(self, known_at: datetime | None) -> dict[tuple[str, str, str], tuple[int, float]]:
        current: dict[tuple[str, str, str], tuple[int, float]] = {}
        for load_id, (_, rows) in sorted(self.loads.items()):
            if self.visible(load_id, known_at):
                for hour, district, kind, done, stock in rows:
                    current[hour, district, kind] = (done, stock)
        return current


def answers(board: Board, known_at: datetime | None) -> dict[tuple[str, str, str], tuple[int, float]]:
    sql = "select strftime(as_of, '%H:%M'), district_code, kind, done_today, stock::double from known.counts"
    rows = tiny.known(board, sql, known_at)
    assert len(rows) == len({r[:3] for r in rows})
    return {r[:3]: r[3:] for r in rows}


def rows_by(chance: random.Random) -> list[Row]:
    keys = [(h, d, k) for h in ("08:00", "10:00", "12:00") for d in (tiny.EAST, tiny.WEST) for k in "AB"]
    return [(*key, chance.randrange(100), float(chance.randrange(9))) for key in chance.sample(keys, 5)]


def live(board: Board, twin: Twin, chance: random.Random) -> list[datetime]:
    """A random day of loads, withdrawals and restorations, some of each entered by a clock that ran back."""
    now, moments = START, []
    for _ in range(14):
        now += timedelta(minutes=chance.randrange(1, 60))
        moments.append(now)
        known = sorted(twin.loads)
        chosen = chance.choice(known) if known else 0
        at = now - timedelta(minutes=chance.choice([0, 0, 0, 25]))
        if chosen and chance.random() < 0.4:
            visible = twin.visible(chosen, None)
            (board.withdraw if visible else board.restore)(chosen, "t", at, "trial")
            twin.turn(at, chosen, not visible)
        else:
            rows = rows_by(chance)
            receipt = tiny.send(board, tiny.counts(*rows), at.strftime("%H:%M"))
            if receipt.status == "loaded":
                assert receipt.load_id == twin.load(at, rows)
    return moments


@pytest.mark.parametrize("seed", range(4))
def test_known_at_any_moment_is_what_the_twin_says(board: Board, seed: int) -> None:
    twin = Twin()
    moments = live(board, twin, random.Random(seed))
    for moment in [START - timedelta(days=1), *moments, *(m - timedelta(microseconds=1) for m in moments), None]:
        assert answers(board, moment) == twin.known(moment)


def test_the_version_moves_exactly_when_what_is_known_moves(board: Board) -> None:
    twin = Twin()
    moments = live(board, twin, random.Random(11))
    seen: dict[str, set[int]] = {}
    for moment in [START, *moments]:
        visible = {load_id for load_id in twin.loads if twin.visible(load_id, moment)}
        assert seen.setdefault(board.version(moment), visible) == visible
    assert len(seen) == len({frozenset(v) for v in seen.values()}) > 5


@pytest.fixture
def afternoon(board: Board) -> Board:
    """16:00 arrives on time; the 14:00 file comes at 16:40; 16:00 is corrected at 18:20."""
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 40, 1)), "16:05")
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 30, 1)), "16:40")
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 38, 1)), "18:20")
    return board


def test_a_late_slot_goes_into_history_and_does_not_replace_the_later_one(afternoon: Board) -> None:
    latest = "select arg_max(done_today, as_of) from known.counts"
    assert tiny.known(afternoon, latest, tiny.at("16:50")) == [(40,)]
    assert tiny.known(afternoon, "select done_today from known.counts order by as_of") == [(30,), (38,)]


@pytest.mark.both_doors
def test_the_meeting_at_18_saw_what_had_come_by_18(afternoon: Board) -> None:
    def figure(hour: str) -> list[tuple]:
        sql = "select done_today from known.counts where as_of = timestamp '2022-04-06 16:00'"
        return tiny.known(afternoon, sql, tiny.at(hour))

    assert figure("18:00") == [(40,)]
    assert figure("18:20") == [(38,)]


def test_the_order_of_arrival_decides_only_between_files_that_say_the_same_key(tmp_path: Path) -> None:
    files = [
        (tiny.counts((h, tiny.EAST, "A", n, 1)), at)
        for h, n, at in (("14:00", 1, "14:05"), ("15:00", 2, "15:01"), ("16:00", 3, "16:01"))
    ]
    restated = (tiny.counts(("14:00", tiny.EAST, "A", 9, 1)), "14:02")
    hashes = set()
    for name, order in (("one", files), ("two", files[::-1])):
        board = tiny.board(tmp_path / name)
        board.receive_all(Delivery("counts", "c.csv", d, name, tiny.at(at)) for d, at in (*order, restated))
        hashes.add(board.state_hash())
    assert len(hashes) == 1
    board.receive_all([Delivery("counts", "c.csv", files[0][0] + b"\n", "two", tiny.at("18:00"))])
    assert board.state_hash() not in hashes
