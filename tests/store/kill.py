"""Kill a writer at random points, again and again, and look each time whether anything was lost, doubled or torn.

python -m tests.store.kill [--kills 200] [--seed 1]

Half of the kills come after a random time; half at a random step, just before or just after a write, fsync, rename,
commit or checkpoint. Writer and looker are forked: this process itself never opens a database.
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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_pipeline.board import Board
from data_pipeline.store import durable, generations
from data_pipeline.store.connect import Limits, open_reader
from data_pipeline.store.draft import Draft
from data_pipeline.store.generations import Generations
from tests.store import tiny

ROWS = 400
STEPS = 60  # about as many as one load takes
FAULTS = ("lost", "doubled", "half-visible", "unopenable", "disagreeing")


@dataclass
class Truth:
    """What was acknowledged: load number -> visible; and what was under way when the writer died."""

    loads: dict[int, bool] = field(default_factory=dict)
    pending: tuple[str, int] | None = None
    next_load: int = 1

    def note(self, kind: str, number: int) -> None:
        if kind in ("load", "withdraw", "restore"):
            self.loads[number] = kind != "withdraw"

    def allows(self, number: int, visible: bool | None) -> bool:
        """`visible` None: the load is not there."""
        if self.pending and self.pending[1] == number:
            kind = self.pending[0]
            before = self.loads.get(number)
            return visible in {before, {"load": True, "withdraw": False, "restore": True}.get(kind, before)}
        return visible == self.loads.get(number)


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
    return dict(found) | {"loads": len(truth.loads)}


def write_until_killed(root: Path, truth: Truth, chance: random.Random) -> int:
    """1 when the writer was killed, 0 when it came to its end first."""
    heard, said = os.pipe()
    step = chance.randrange(STEPS) if chance.random() < 0.5 else None
    plan = chance.random()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        _in_child(lambda: write(root, truth, random.Random(plan), step, said))
    os.close(said)
    if step is None:
        time.sleep(chance.random() * 0.6)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(heard) as lines:
        follow(truth, lines.read())
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the writer failed by itself; see above")
    return int(os.WIFSIGNALED(status))


def write(root: Path, truth: Truth, chance: random.Random, step: int | None, said: int) -> None:
    board = tiny.board(root)
    board.version()
    if step is not None:
        die_at(step, after=chance.random() < 0.5)
    ids = {int(r["file_name"][:-4]): int(r["load_id"]) for r in board.loads().to_dict("records")}
    for number in range(truth.next_load, truth.next_load + 6):
        kind, of = choose(truth, number, chance)
        os.write(said, f"begin {kind} {of}\n".encode())
        act(board, kind, of, ids)
        os.write(said, f"done {kind} {of}\n".encode())
        truth.note(kind, of)


def choose(truth: Truth, number: int, chance: random.Random) -> tuple[str, int]:
    """Mostly a new load; else a turn of one there is, its bytes once more, or a rebuild."""
    if truth.loads and chance.random() < 0.35:
        of = chance.choice(sorted(truth.loads))
        visible = truth.loads[of]
        return chance.choice([("withdraw" if visible else "restore", of), ("again", of) if visible else ("rebuild", 0)])
    return "load", number


def act(board: Board, kind: str, of: int, ids: dict[int, int]) -> None:
    if kind in ("load", "again"):
        receipt = tiny.send(board, tiny.many(ROWS, seed=of), name=f"{of}.csv")
        assert receipt.status == ("loaded" if kind == "load" else "already")
        ids[of] = receipt.load_id or 0
    elif kind == "rebuild":
        board.rebuild()
    else:
        (board.withdraw if kind == "withdraw" else board.restore)(ids[of], "t", tiny.at("18:00"), "trial")


def follow(truth: Truth, told: str) -> None:
    """Take up what the writer acknowledged before it died."""
    truth.pending = None
    for line in told.splitlines():
        word, kind, of = line.split()
        number = int(of)
        truth.pending = None if word == "done" else (kind, number)
        if kind == "load":
            truth.next_load = max(truth.next_load, number + 1)
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
    truth.loads, truth.pending = {int(k): v for k, v in seen.items()}, None
    return faults


def sight(root: Path) -> dict[str, Any]:
    """First as a reader finds CURRENT, then after the start that brings everything in step."""
    faults = []
    current = Generations(root / "board").current()
    if current:
        connection = open_reader(root / "board" / "generations" / current, Limits("500MB", 1))
        sql = "select count(*) from (select load_id, count(*) n from raw.counts group by all) r full join meta.loads l "
        torn = connection.execute(f"{sql} on l.load_id = r.load_id where n is distinct from accepted").fetchone()
        faults += ["half-visible"] if torn != (0,) else []
        connection.close()
    board = tiny.board(root)
    held = board.loads().to_dict("records")
    faults += ["disagreeing"] * len(board.verify())
    return {"faults": faults, "loads": [(int(r["file_name"][:-4]), bool(r["visible"])) for r in held]}


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
    generations.shutil.copyfile = falling(generations.shutil.copyfile)
    Draft.finish = falling(Draft.finish)  # commit and checkpoint
    Draft.flush = falling(Draft.flush)


def _forked(work: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    heard, said = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        _in_child(lambda: os.write(said, json.dumps(work()).encode()))
    os.close(said)
    with os.fdopen(heard) as answer:
        told = answer.read()
    _, status = os.waitpid(pid, 0)
    return json.loads(told) if status == 0 and told else None


def _in_child(work: Callable[[], Any]) -> None:
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
