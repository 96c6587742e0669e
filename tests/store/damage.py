"""Every kind of file a store holds, damaged in every way, and what comes of it: `python -m tests.store.damage`.

Writes docs/damage.md. Each image is a copy of one small store, damaged while nobody has it open, then asked: what does
`verify` say, does the board open, does it know all it knew, and what is told afterwards?
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.log import marked
from data_pipeline.store.log.secret import NAME, secret
from data_pipeline.words import LANGUAGES
from tests.store import tiny

PAGE = ROOT / "docs" / "damage.md"
HARMS = ("torn", "emptied", "swapped", "flipped", "deleted")
LOG, ID = "_delta_log", b'"id":"'
Find = Callable[[Path], Path]


def _rows(root: Path) -> list[Path]:
    """Files of rows, oldest first."""
    return sorted(root.glob("tables/counts-*/city=*/day=*/*.parquet"), key=lambda p: p.stat().st_mtime_ns)


def _commits(root: Path) -> list[Path]:
    return sorted(root.glob(f"tables/counts-*/{LOG}/*.json"))


def _received(root: Path) -> Path:
    return min((root / "received").iterdir())


def _kept(folder: str) -> Find:
    return lambda root: min((root / folder).rglob("*.parquet"))


KINDS: dict[str, Find] = {
    "a received file": _received,
    "the ledger": lambda root: root / "ledger.jsonl",
    "a file of rows": lambda root: _rows(root)[-1],
    "a file of rows of a withdrawn load": lambda root: _rows(root)[1],
    "the newest commit of a table": lambda root: _commits(root)[-1],
    "the first commit of a table": lambda root: _commits(root)[0],
    "the sum of a commit": lambda root: min(root.glob("tables/counts-*/_delta_log/*.sum")),
    "the file without rows": lambda root: min(root.glob("tables/blank/*")),
    "what made the tables (made-by)": lambda root: root / "tables" / "made-by",
    "a further note of the ledger's end (head)": lambda root: root / "head",
    "the note of the ledger's end (anchor)": lambda root: root / "anchor",
    "a kept forecast": _kept("forecasts"),
    "a kept score": _kept("scores"),
    "the key of the bands": lambda root: root / NAME,
    "the record of the last check": lambda root: root / "verified.json",
}
ONLY = {
    "the record of the last check": ("torn", "emptied"),  # nothing follows from it but that it is told again
    "the sum of a commit": ("flipped", "deleted"),  # it says of a file that it is as it was, and nothing else
}


@dataclass(frozen=True)
class Outcome:
    """`before`: codes that verify tells before anything is opened. `opens`: "" or the code the board stops with.
    `knows`: the state is what it was. `after`: codes of what is told once it was opened, `mended`: once all was made
    again that can be. `left`: codes that verify still tells as faults. `raw`: errors that were no sentence."""

    before: tuple[str, ...]
    opens: str
    knows: bool
    after: tuple[str, ...]
    mended: tuple[str, ...]
    left: tuple[str, ...]
    raw: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        """Less is known than before, and nothing says so."""
        return not self.opens and not self.knows and not self.after

    @property
    def then(self) -> str:
        if self.opens:
            return f"**stops** ({self.opens})"
        if not self.knows:
            return f"the last whole state serves ({', '.join(self.after)})"
        if self.left:
            return f"serves; told until it is put back ({', '.join(self.left)})"
        if "set_aside" in self.after:
            return "made again when it is opened; the damaged file is set aside, and told"
        if "set_aside" in self.mended:
            return "serves; set aside by `verify --mend` (each day by itself), and told"
        if self.before == ("log_damaged",):
            return "serves; held against the ledger and noted anew by `verify --mend` (each day by itself)"
        if self.after:
            return f"serves; told, and written again by the next load ({', '.join(self.after)})"
        return "made again when it is opened" if self.before else "serves"


def store(folder: Path, first: int = 0) -> Path:
    """Four loads, one withdrawn, a meeting, a forecast and a score of two days, a key, a check on record."""
    board = tiny.board(folder)
    for n, hour in enumerate(("14:10", "14:20", "14:30", "14:40"), start=first):
        tiny.send(board, tiny.counts(("10:00", tiny.EAST, "A", n, 1)), hour, name=f"counts {n}.csv")
    board.withdraw(2, "tester", tiny.at("15:00"), "sent twice")
    board.mark_meeting(tiny.at("15:00"), "desk", tiny.at("15:05"))
    for n, day in enumerate(("2022-04-04", "2022-04-05"), start=first):
        marked.write(board.root / "forecasts" / day / "04T1400-v", pd.DataFrame({"line": [f"x{n}"]}))
        marked.write(board.root / "scores" / f"{day}-v", pd.DataFrame({"line": [f"y{n}"]}))
    secret(board.root / NAME)
    board.check()
    board.close()
    return board.root


def harm(root: Path, other: Path, kind: str, how: str) -> None:
    """`other`: another store of the same kind, for what there is only one of."""
    file = KINDS[kind](root)
    file.chmod(0o644)
    data = file.read_bytes()
    if how == "deleted":
        file.unlink()
    elif how == "swapped":
        _swap(file, KINDS[kind](other))
    else:
        file.write_bytes(bytes_harmed(data, how))


def bytes_harmed(data: bytes, how: str) -> bytes:
    """Torn, emptied or flipped."""
    middle = len(data) // 2
    if (named := data.find(ID)) > 0:  # what lies in the middle of a commit differs from run to run
        middle = named + len(ID)
    flipped = data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]
    return {"torn": data[:middle], "emptied": b"", "flipped": flipped}[how]


def _swap(file: Path, foreign: Path) -> None:
    """With another of its kind in this store; where it is the only one, with another store's."""
    many = file.parent.name in ("received", "scores", LOG) or file.parent.name.startswith("day=")
    beside = [f for f in sorted(file.parent.iterdir()) if f != file and f.suffix == file.suffix] if many else []
    file.write_bytes((beside[-1] if beside else foreign).read_bytes())


def outcome(opened: Callable[[], Board], state: str) -> Outcome:
    """What comes of a store whose state was `state`; `opened` gives a board that has looked at nothing yet."""
    raw: list[str] = []

    def told(do: Callable[[], list], of: str) -> tuple[str, ...]:
        try:
            found = do()
            assert all(f.sentence(lang) for f in found for lang in LANGUAGES)
            return tuple(dict.fromkeys(f.code for f in found))
        except Exception as why:
            raw.append(f"{of}: {why!r}")
            return ()

    with closing(opened()) as looking:
        before = told(looking.verify, "verify")
    board, opens, knows = opened(), "", False
    try:
        knows = board.state_hash() == state
    except BoardError as why:
        opens = why.code if all(why.sentence(lang) for lang in LANGUAGES) else "no sentence"
    except Exception as why:
        raw.append(f"open: {why!r}")
    after = told(board.findings, "findings")
    if not opens:
        board.mend_all()
    left = told(board.check, "verify again")
    mended = told(board.findings, "findings again")
    board.close()
    return Outcome(before, opens, knows, after, mended, left, tuple(raw))


def images(work: Path) -> Iterator[tuple[str, str, Outcome]]:
    checking.checked = lambda *_: ()  # type: ignore[assignment]  # what figures must not say is not asked here
    whole, other = store(work / "whole"), store(work / "other", first=7)
    secret.cache_clear()
    opened = tiny.board(whole.parent)
    state = opened.state_hash()
    opened.close()
    for kind in KINDS:
        for how in ONLY.get(kind, HARMS):
            image = work / "image"
            shutil.copytree(whole.parent, image)
            harm(image / "board", other, kind, how)
            yield kind, how, outcome(lambda: tiny.board(image), state)  # noqa: B023
            shutil.rmtree(image)


HEAD = """# Damage

Generated by `python -m tests.store.damage`; a test compares it. Every kind of file a store holds, damaged in every way
while nobody had it open, and then: what `verify` says before anything is opened, and what comes of it afterwards.
**Stops** means that no page is drawn and no file is loaded, with a sentence that says what to put back; the code stands
in brackets. In the running server the same is looked for once a minute (notes, files gone), at every first read (rows)
and once a day (all of it, `BOARD_VERIFY_H`); what is found stands on the health page, in `doctor`, `verify` and behind
`/readyz`. What was set aside keeps its name with `.damaged` behind it.

| file | how | `verify` says | then |
|---|---|---|---|
"""
FOOT = """
{count} images: {raw} ended in a raw error, {silent} in a shorter history that nobody was told of.

A received file that was lost is whole again once the same bytes are sent again. A deleted forecast leaves no trace: it
is made again from the ledger when its day is scored. The witnesses outside the ledger (`anchor`, `head`, `tables/head`
and the second place named by `BOARD_ANCHOR`) would all have to be set back together for a shorter ledger to pass.

A writer killed on the file store (`python -m tests.store.kill --kills 400 --seed 2212`, load 9 to 17): 400 kills, 378
loads; lost 0, doubled 0, half visible 0, unopenable 0, disagreeing 0. The series before it found one fault in 340: the
sum of a commit cut in writing, which accused the log; it is written whole or not at all now.
"""


def page(found: list[tuple[str, str, Outcome]]) -> str:
    rows = [f"| {kind} | {how} | {', '.join(o.before) or '–'} | {o.then} |" for kind, how, o in found]
    raw, silent = sum(bool(o.raw) for *_, o in found), sum(o.is_silent for *_, o in found)
    return HEAD + "\n".join(rows) + "\n" + FOOT.format(count=len(found), raw=raw, silent=silent)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="riqing-damage-") as work:
        found = list(images(Path(work)))
    for kind, how, one in found:
        for error in one.raw:
            print(f"{kind}, {how}: {error}")
    PAGE.write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
