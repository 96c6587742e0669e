"""Kill a writer at random points, again and again, and look each time whether anything was lost, doubled or torn.

python -m tests.store.kill [--kills 200] [--seed 1]

Half of the kills come after a random time; half at a random step, just before or just after a write, fsync, rename
or commit. Mixed work: files (as one and as several together, on the board and through the inbox), the same
bytes again, withdrawals, restorations, rebuilds, targets, decisions, alerts seen, meetings, whole checks with mending,
backups. Writer and looker are forked: this process itself never opens a database.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from data_pipeline.backup import backup, place_of
from data_pipeline.board.board import Board
from data_pipeline.channels.inbox import STILL_LOOKS, Inbox
from data_pipeline.core import durable
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.intake import Delivery
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.log.secret import NAME
from data_pipeline.store.tables import feed_table as tables
from data_pipeline.store.tables.draft import Draft
from tests.store import tiny

ROWS = 400
LATEST_S = 3.0  # of the kills after a time
TOLD_EVERY = 20
STEPS = 60  # about as many as one load takes
FAULTS = ("lost", "doubled", "half-visible", "unopenable", "disagreeing")
FILES = ("load", "inbox", "together")  # doors through which files come; together: two, one publication
SAID = ("target", "decision", "seen", "meeting")  # lines from which no row of a feed follows
HELD_TO = Target(
    metric="M",
    zh="x",
    en="x",
    unit="item",
    direction="none",
    aggregation_zh="x",
    aggregation_en="x",
    responsible_zh="x",
    responsible_en="x",
    valid_from=tiny.at("00:00").date(),
)


@dataclass
class Truth:
    """What was acknowledged: load number -> visible, what was said besides; and what was under way at the death."""

    loads: dict[int, bool] = field(default_factory=dict)
    said: set[tuple[str, int]] = field(default_factory=set)
    given: set[int] = field(default_factory=set)  # put into the watched folder: taken sooner or later
    pending: tuple[str, int] | None = None
    next_load: int = 1

    def note(self, kind: str, number: int) -> None:
        if kind in (*FILES, "withdraw", "restore"):
            for one in numbers(kind, number):
                self.loads[one] = kind != "withdraw"
        elif kind in SAID:
            self.said.add((kind, number))

    def allows(self, number: int, visible: bool | None) -> bool:
        """`visible` None: the load is not there."""
        if number in self.given and number not in self.loads:
            return visible in (None, True)
        if self.pending and number in numbers(*self.pending):
            kind = self.pending[0]
            before = self.loads.get(number)
            turned = {**dict.fromkeys(FILES, True), "withdraw": False, "restore": True}
            return visible in {before, turned.get(kind, before)}
        return visible == self.loads.get(number)


def numbers(kind: str, number: int) -> tuple[int, ...]:
    """The numbers of the files that this piece of work brings."""
    return (number, number + 1) if kind == "together" else (number,)


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a writer at random points.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-kill-") as folder:
        found = run(Path(folder), given.kills, given.seed)
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(1 if any(found[f] for f in FAULTS) else 0)


def run(root: Path, kills: int, seed: int) -> dict[str, int]:
    chance, truth = random.Random(seed), Truth()
    found: Counter[str] = Counter(dict.fromkeys(FAULTS, 0))
    while found["kills"] < kills:
        died = write_until_killed(root, truth, chance)
        found["kills"] += died
        for fault in look(root, truth):
            found[fault] += 1
        if died and found["kills"] % TOLD_EVERY == 0:
            print(json.dumps(dict(found) | {"loads": len(truth.loads)}), file=sys.stderr, flush=True)
    return dict(found) | {"loads": len(truth.loads), "said": len(truth.said)}


def write_until_killed(root: Path, truth: Truth, chance: random.Random) -> int:
    """1 when the writer was killed, 0 when it came to its end first."""
    heard, said = os.pipe()
    step = chance.randrange(STEPS) if chance.random() < 0.5 else None
    plan = chance.random()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        in_child(lambda: write(root, truth, random.Random(plan), step, said))
    os.close(said)
    if step is None:
        time.sleep(chance.random() * LATEST_S)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(heard) as lines:
        follow(truth, lines.read())
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the writer failed by itself; see above")
    return int(os.WIFSIGNALED(status))


def write(root: Path, truth: Truth, chance: random.Random, step: int | None, said: int) -> None:
    board = opened(root)
    board.version()
    if step is not None:
        die_at(step, after=chance.random() < 0.5)
    ids = {int(r["file_name"][:-4]): int(r["load_id"]) for r in board.loads().to_dict("records")}
    for number in range(truth.next_load, truth.next_load + 12, 2):
        kind, of = choose(truth, number, chance)
        os.write(said, f"begin {kind} {of}\n".encode())
        act(board, kind, of, ids)
        os.write(said, f"done {kind} {of}\n".encode())
        truth.note(kind, of)


def opened(root: Path) -> Board:
    return Board(replace(tiny.pack(), targets=(HELD_TO,)), root / "board", Limits("500MB", 1))


def choose(truth: Truth, number: int, chance: random.Random) -> tuple[str, int]:
    """Mostly a new file; else something said, a turn of a load there is, its bytes once more, a rebuild, a check."""
    dice = chance.random()
    if truth.loads and dice < 0.3:
        of = chance.choice(sorted(truth.loads))
        visible = truth.loads[of]
        return chance.choice([("withdraw" if visible else "restore", of), ("again", of) if visible else ("rebuild", 0)])
    if dice < 0.55:
        return chance.choice(SAID), number
    if dice < 0.65:
        return chance.choice(("check", "backup")), 0
    return chance.choice(("load", "inbox") if by_machine(number) else ("load", "together")), number


def by_machine(number: int) -> bool:
    """Which files are such that nobody need confirm a doubt of theirs."""
    return number % 4 == 1


def content(number: int) -> bytes:
    return undoubted(number) if by_machine(number) else tiny.many(ROWS, seed=number)


def act(board: Board, kind: str, of: int, ids: dict[int, int]) -> None:
    if kind in ("load", "again"):
        receipt = tiny.send(board, content(of), name=f"{of}.csv")
        assert receipt.status == ("loaded" if kind == "load" else "already")
        ids[of] = receipt.load_id or 0
    elif kind == "together":
        for name, receipt in zip(numbers(kind, of), board.receive_together(both(of)), strict=True):
            ids[name] = receipt.load_id or 0
    elif kind == "inbox":
        ids[of] = from_inbox(board, of)
    elif kind in SAID:
        say(board, kind, of)
    elif kind == "rebuild":
        board.rebuild()
    elif kind == "backup":
        back_up(board)
    elif kind == "check":
        board.mend_all()
        board.check()
    else:
        (board.withdraw if kind == "withdraw" else board.restore)(ids[of], "t", tiny.at("18:00"), "trial")


def back_up(board: Board) -> None:
    """Into the same folder each time: what a killed one left is used by the next."""
    with suppress_empty():
        backup(board._writer, board.root / NAME, place_of(str(board.root.parent / "backup")))


@contextmanager
def suppress_empty() -> Iterator[None]:
    try:
        yield
    except BoardError as why:
        if why.code != "backup_empty":
            raise


def both(of: int) -> list[Delivery]:
    names = numbers("together", of)
    return [Delivery("counts", f"{n}.csv", content(n), "t", tiny.at("18:00"), confirm=True) for n in names]


def from_inbox(board: Board, of: int) -> int:
    """Put into a watched folder and taken from it; gives the load's number."""
    root = board.root.parent / "inbox"
    inbox = Inbox(root, board, lambda: tiny.at("18:00"), "en")
    if not inbox.open():
        raise RuntimeError("somebody watches the folder")
    staged = root / "counts" / f".{of}"
    staged.write_bytes(content(of))
    staged.rename(root / "counts" / f"{of}.csv")
    told = [one for _ in range(STILL_LOOKS) for one in inbox.look()]
    inbox.close()
    (own,) = [one for one in told if one["file"] == f"{of}.csv"]
    assert own["status"] == "loaded", own
    return own["load_id"]


def undoubted(of: int) -> bytes:
    """A file that a machine may send: nobody is there to confirm a doubt. Each later one has a later minute, and more
    done."""
    at = datetime(2022, 3, 1) + timedelta(minutes=of)
    header = "report_date,as_of,district_code,kind,done_today,stock"
    return f"{header}\n{at:%Y-%m-%d},{at:%Y-%m-%d %H:%M},{tiny.EAST},A,{of % 1440},7\n".encode()


def say(board: Board, kind: str, of: int) -> None:
    at = tiny.at("18:00")
    if kind == "target":
        change = TargetChange(metric="M", valid_from=at.date(), target=of, responsible_zh="x", responsible_en="x")
        board.set_targets([change], "t", at, f"{of}")
    elif kind == "meeting":
        board.mark_meeting(tiny.at("00:00") + timedelta(seconds=of), "t", at)
    elif kind == "decision":
        board.decide(f"decision {of}", "t", AsOf(at.date(), at, at))
    else:
        board.acknowledge(f"alert {of}", "t", AsOf(at.date(), at, at))


def said_on(board: Board) -> list[tuple[str, int]]:
    """Everything said that the board knows of, each as often as it stands there."""
    at = tiny.at("18:00")
    decisions = [("decision", int(x.what.split()[1])) for x in board.decisions(at)]
    seen = [("seen", int(key.split()[1])) for key in board.acknowledged(at)]
    meetings = [("meeting", int((m - tiny.at("00:00")).total_seconds())) for m in board.meetings(at)]
    targets = [("target", int(reason)) for reason in board.target_changes()["reason"]]
    return [*decisions, *seen, *meetings, *targets]


def follow(truth: Truth, told: str) -> None:
    """Take up what the writer acknowledged before it died."""
    truth.pending = None
    for line in told.splitlines():
        word, kind, of = line.split()
        number = int(of)
        truth.pending = None if word == "done" else (kind, number)
        if kind == "inbox":
            truth.given.add(number)
        if kind in (*FILES, *SAID):
            truth.next_load = max(truth.next_load, number + 2)
        if word == "done":
            truth.note(kind, number)


def look(root: Path, truth: Truth) -> list[str]:
    """The faults found; what was pending and came through is taken into the truth."""
    found = _forked(lambda: sight(root))
    if found is None:
        return ["unopenable"]
    faults, counts = list(found["faults"]), Counter(number for number, _ in found["loads"])
    seen = dict(found["loads"])
    faults += ["doubled" for n in counts.values() if n > 1]
    for number in {*seen, *truth.loads}:
        if not truth.allows(number, seen.get(number)):
            faults.append("lost" if number not in seen or truth.loads.get(number) else "disagreeing")
    faults += ["half-visible"] if half(truth, seen) else []
    held = Counter((kind, number) for kind, number in found["said"])
    faults += ["doubled" for n in held.values() if n > 1]
    faults += ["lost" for one in truth.said if one not in held]
    faults += ["disagreeing" for one in held if one not in truth.said and one != truth.pending]
    truth.loads, truth.said, truth.pending = {int(k): v for k, v in seen.items()}, set(held), None
    return faults


def half(truth: Truth, seen: dict[int, bool]) -> bool:
    """Of two files that were to come together, one came."""
    pair = numbers(*truth.pending) if truth.pending and truth.pending[0] == "together" else ()
    return len({number in seen for number in pair}) > 1


def sight(root: Path) -> dict[str, Any]:
    """First as a reader finds ledger and tables, then after the start that brings everything in step."""
    faults = []
    writer = opened(root)._writer
    if writer.laid.is_declared():
        with writer.readers.cursor() as own:
            sql = "select count(*) from (select load_id, count(*) n from raw.counts group by all) r"
            sql += " full join meta.loads l on l.load_id = r.load_id where n is distinct from accepted"
            torn = own.execute(sql).fetchone()
        faults += ["half-visible"] if torn != (0,) else []
        writer.readers.close()
    checking.checked = lambda *_: ()  # type: ignore[assignment]  # what figures must not say no kill changes
    board = opened(root)
    held = board.loads().to_dict("records")
    faults += ["disagreeing"] * len(board.verify())
    loads = [(int(r["file_name"][:-4]), bool(r["visible"])) for r in held]
    return {"faults": faults, "loads": loads, "said": said_on(board)}


def die_at(step: int, *, after: bool) -> None:
    """Count what makes things durable, and fall at the given one."""
    left = [step]

    def falling(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] < 0 and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = real(*args, **kwargs)
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call

    for name in ("fsync", "replace", "rename", "write", "ftruncate"):  # one os module serves all of the store
        setattr(durable.os, name, falling(getattr(durable.os, name)))
    tables.DeltaTable.create_write_transaction = falling(tables.DeltaTable.create_write_transaction)
    tables.create_table_with_add_actions = falling(tables.create_table_with_add_actions)
    Draft.settle = falling(Draft.settle)


def _forked(work: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    heard, said = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        in_child(lambda: os.write(said, json.dumps(work()).encode()))
    os.close(said)
    with os.fdopen(heard) as answer:
        told = answer.read()
    _, status = os.waitpid(pid, 0)
    return json.loads(told) if status == 0 and told else None


def in_child(work: Callable[[], Any]) -> None:
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
