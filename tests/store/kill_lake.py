"""Many writers on one lake, killed and stopped in the middle of steps, the database stopped at once, the object store
cut: is anything lost, doubled, half visible?

python -m tests.store.kill_lake [--writers 8] [--cities 4] [--seconds 300] [--pause 30] [--seed 1]

Each writer is a process with copies of its own, as on a host of its own. It tells what it begins and what was
acknowledged; most fall or stand still at a random step: before or after a statement, a commit, an object put, a table's
commit. One that stood still goes on after the pause. What was acknowledged must be there once, what was refused must
not be there, what was under way may be either.
"""

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from deltalake import DeltaTable

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.tables import feed_table as tables
from tests.store import kill, tiny
from tests.support.services import Postgres, Weed, postgres, weed

FAULTS = ("lost", "doubled", "half-visible", "came though refused", "chain", "disagreeing")
STEPS = 90  # about as many as three pieces of work take
CLEAN = ("store_away", "objects_away", "ledger_moved", "store_busy")  # nothing was entered
EACH = 8_000  # numbers of a writer's own
SHORT = 20.0  # seconds for which the database, or the object store, is away at most


@dataclass
class Told:
    """Of one city, by number: what was acknowledged, what was refused, what nobody can tell."""

    kept: dict[int, str] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    unsure: dict[int, str] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill and stop many writers of a lake.")
    for name, default in (("writers", 8), ("cities", 4), ("seconds", 300), ("pause", 30), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database", help="of a server that is not stopped; the object store is the environment's")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-kill-") as folder, ExitStack() as stack:
        server = None if given.database else stack.enter_context(postgres())
        store = stack.enter_context(weed()) if server else None
        run = Run(server.database("kill") if server else given.database, Path(folder), given.seed, (server, store))
        found = run.all(given.writers, given.cities, given.seconds, given.pause)
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(1 if any(found[fault] for fault in FAULTS) else 0)


class Run:
    """`faults`: what can be stopped and started, the database's server and the object store."""

    def __init__(self, database: str, folder: Path, seed: int, faults: tuple[Postgres | None, Weed | None]) -> None:
        self.database, self.folder, (self.server, self.cut) = database, folder, faults
        self.env = self.cut.env if self.cut else {}
        self.chance = random.Random(seed)
        self.found: Counter[str] = Counter(dict.fromkeys((*FAULTS, "kills", "stops", "ends", "database", "store"), 0))

    def all(self, writers: int, cities: int, seconds: float, pause: float) -> dict[str, int]:
        names = [f"31000{c}" for c in range(cities)]
        jobs = [(w, names[w % cities]) for w in range(writers)]
        running = {w: self._begin(w, city) for w, city in jobs}
        until, next_fault = time.monotonic() + seconds, time.monotonic() + seconds / 3
        while time.monotonic() < until:
            for w, city in jobs:
                self._look_after(running, w, city, pause)
            if time.monotonic() > next_fault:
                next_fault += max(seconds / 8, SHORT)
                self._fault()
            time.sleep(0.05)
        for process in running.values():
            process.end()
        told = {city: follow(self.folder.glob(f"{city}-*.told")) for city in names}
        for city in names:
            self._judge(city, told[city])
        return dict(self.found) | {
            "acknowledged": sum(len(t.kept) for t in told.values()),
            "refused": sum(len(t.refused) for t in told.values()),
            "unsure": sum(len(t.unsure) for t in told.values()),
            **sum((t.codes for t in told.values()), Counter()),
        }

    def _begin(self, w: int, city: str) -> "Writer":
        how = self.chance.choice(("kill", "kill", "stop", "time"))
        step = self.chance.randrange(STEPS)
        seed, after = self.chance.randrange(1 << 30), self.chance.random() * 6 + 1.5
        pid = os.fork()
        if pid == 0:
            os.environ.update(self.env)
            kill.in_child(lambda: write(self, city, w, how, step, seed))
        return Writer(pid, how, after)

    def _look_after(self, running: dict[int, "Writer"], w: int, city: str, pause: float) -> None:
        """Begun again when it fell; let go on when it stood still long enough."""
        one = running[w]
        if one.stood_for() > pause * (0.3 + 0.7 * self.chance.random()):
            self.found["stops"] += 1
            one.resume()
        if one.how == "time" and one.age() > one.after:
            one.end()
        if one.is_over():
            self.found["kills" if one.was_killed() else "ends"] += 1
            running[w] = self._begin(w, city)

    def _fault(self) -> None:
        if self.cut is not None and self.chance.random() < 0.5:
            self.found["store"] += 1
            self.cut.stop()
            time.sleep(1 + self.chance.random() * 4)
            self.cut.start()
            return
        if self.server is not None:
            self.found["database"] += 1
            self.server.stop("immediate")
            time.sleep(0.5 + self.chance.random() * 3)
            self.server.start()

    def _judge(self, city: str, told: Told) -> None:
        """As a host sees it that was not there before."""
        checking.checked = lambda *_: ()  # type: ignore[assignment]  # what figures must not say no kill changes
        with self._environment(), closing(opened(self.database, city, self.folder / f"{city}-judge")) as board:
            for attempt in range(40):
                try:
                    held = board.loads()
                    break
                except BoardError:
                    if attempt == 39:
                        raise
                    time.sleep(1)
            numbers = Counter(int(name[:-4]) for name in held["file_name"])
            said = Counter(number for _, number in kill.said_on(board))
            there = numbers + said
            sql = ("select count(*) from (select load_id, count(*) n from raw.counts group by all) r "
                   "full join meta.loads l on l.load_id = r.load_id where n is distinct from accepted")  # fmt: skip
            self.found["half-visible"] += tiny.known(board, sql) != [(0,)]
            for finding in board.verify():
                print("found", city, finding.code, finding.facts, file=sys.stderr)
                self.found["chain" if finding.code.startswith("ledger") else "disagreeing"] += 1
        self.found["lost"] += sum(there[n] == 0 for n in told.kept)
        self.found["doubled"] += sum(count > 1 for count in there.values())
        self.found["came though refused"] += sum(n in there for n in told.refused)
        pairs = [n for n, kind in {**told.kept, **told.unsure}.items() if kind == "together" and n % 4 == 3]
        self.found["half-visible"] += sum((n in there) != (n + 1 in there) for n in pairs)

    @contextmanager
    def _environment(self) -> Iterator[None]:
        before = {name: os.environ.get(name) for name in self.env}
        os.environ.update(self.env)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@dataclass
class Writer:
    pid: int
    how: str
    after: float
    begun: float = field(default_factory=time.monotonic)
    stood: float = 0.0
    status: int | None = None

    def age(self) -> float:
        return time.monotonic() - self.begun

    def stood_for(self) -> float:
        with suppress(OSError):
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2][:1]
            if state == "T":
                self.stood = self.stood or time.monotonic()
                return time.monotonic() - self.stood
        return 0.0

    def resume(self) -> None:
        self.stood = 0.0
        if not self.is_over():
            os.kill(self.pid, signal.SIGCONT)

    def end(self) -> None:
        if not self.is_over():
            os.kill(self.pid, signal.SIGKILL)
            _, self.status = os.waitpid(self.pid, 0)

    def is_over(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def was_killed(self) -> bool:
        return self.status is not None and os.WIFSIGNALED(self.status)


def pack(city: str) -> Pack:
    own = tiny.pack()
    operation = own.operation.model_copy(update={"city_code": city})
    return replace(own, operation=operation, targets=(kill.HELD_TO,))


def opened(database: str, city: str, root: Path) -> Board:
    return Board(pack(city), Lake(database, "s3://riqing/kill", city, root / "board", 1 << 30), Limits("300MB", 1))


def write(run: "Run", city: str, w: int, how: str, step: int, seed: int) -> None:
    """Work until killed. Numbers begin where the writer's last life ended."""
    logging.disable(logging.CRITICAL)
    notes = run.folder / f"{city}-{w}.told"
    chance, board = random.Random(seed), opened(run.database, city, run.folder / f"{city}-{w}")
    first = 1 + max((int(line.split()[2]) + 1 for line in _lines(notes)), default=w * EACH) // 2 * 2
    with suppress(BoardError):
        board.loads()
    if how in ("kill", "stop"):
        fall_at(step, signal.SIGKILL if how == "kill" else signal.SIGSTOP, after=chance.random() < 0.5)
    with notes.open("a", buffering=1) as out:
        for number in range(first, (w + 1) * EACH, 2):
            kind = (
                chance.choice(("load", "load", "together", *kill.SAID))
                if number % 4 == 3
                else chance.choice(("load", *kill.SAID))
            )
            out.write(f"begin {kind} {number}\n")
            try:
                act(board, kind, number)
                out.write(f"done {kind} {number}\n")
            except BoardError as why:
                out.write(f"{'refused' if why.code in CLEAN else 'unsure'} {kind} {number} {why.code}\n")
                time.sleep(0.2)


def content(number: int) -> bytes:
    """Of one of thirty days, and like no other file."""
    header, day = "report_date,as_of,district_code,kind,done_today,stock", f"2022-03-{1 + number % 30:02d}"
    return f"{header}\n{day},{day} {8 + number % 10:02d}:{number % 60:02d},{tiny.EAST},A,{number},7\n".encode()


def act(board: Board, kind: str, number: int) -> None:
    if kind in ("load", "together"):
        names = kill.numbers(kind, number)
        sent = [Delivery("counts", f"{n}.csv", content(n), "t", tiny.at("18:00"), confirm=True) for n in names]
        assert {r.status for r in board.receive_together(sent)} == {"loaded"}
    elif kind == "decision":
        board.decide(f"decision {number}", "t", AsOf(tiny.at("18:00").date(), tiny.at("18:00"), tiny.at("18:00")))
    else:
        kill.say(board, kind, number)


def fall_at(step: int, how: signal.Signals, *, after: bool) -> None:
    """Count what speaks to the database or the object store, and fall at the given one; or stand still there, go on
    and fall later."""
    left, falls_by = [step], [signal.SIGKILL, how]

    def fall() -> None:
        left[0] = step + STEPS
        os.kill(os.getpid(), falls_by.pop())

    def falling(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            falls = left[0] < 0
            if falls and not after:
                fall()
            answer = real(*args, **kwargs)
            if falls and after:
                fall()
            return answer

        return call

    for of, names in ((psycopg.Connection, ("execute", "commit")), (psycopg.Cursor, ("executemany",)),
                      (Objects, ("new", "over", "read")), (DeltaTable, ("create_write_transaction",))):  # fmt: skip
        for name in names:
            setattr(of, name, falling(getattr(of, name)))
    tables.create_table_with_add_actions = falling(tables.create_table_with_add_actions)


def follow(files: Iterator[Path]) -> Told:
    """What the writers told. What was begun and never ended is in nobody's hands."""
    told = Told()
    for file in files:
        for line in _lines(file):
            word, kind, number, *code = line.split()
            for n in kill.numbers(kind, int(number)):
                told.unsure.pop(n, None)
                if word == "done":
                    told.kept[n] = kind
                elif word == "refused":
                    told.refused.add(n)
                else:
                    told.unsure[n] = kind
            told.codes.update(code)
    return told


def _lines(file: Path) -> list[str]:
    """Whole ones."""
    text = file.read_text() if file.exists() else ""
    return text[: text.rfind("\n") + 1].splitlines()


if __name__ == "__main__":
    main()
