"""What a lake keeps in PostgreSQL and in the object store, damaged in every way, and what comes of it on a host that
knew it and on one that is new: `python -m tests.store.damage_lake`. Writes docs/damage-lake.md."""

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from data_pipeline.core.settings import ROOT
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.log import secret
from tests.store import tiny
from tests.store.damage import Outcome, bytes_harmed, outcome
from tests.support.lakes import Lakes, lakes

PAGE = ROOT / "docs" / "damage-lake.md"
HARMS = ("torn", "emptied", "swapped", "flipped", "deleted")
TABLES = ("riqing.ledger", "riqing.city", "riqing.note")
HOSTS = ("a host that knew it", "a new host")
Image = tuple[str, str, str, Outcome]  # kind, harm, host, what came of it
Pick = Callable[[list[str]], str]


def _last(ending: str) -> Pick:
    return lambda names: [n for n in names if n.endswith(ending)][-1]


def _first(below: str, ending: str = "") -> Pick:
    return lambda names: next(n for n in names if n.startswith(below) and n.endswith(ending))


OBJECTS: dict[str, Pick] = {
    "a received file": _first("received/"),
    "a file of rows": _last(".parquet"),
    "the newest commit of a table": _last(".json"),
    "the first commit of a table": _first("tables/", ".json"),
}
LINES: dict[tuple[str, str], str] = {
    ("a line of the ledger", "changed"): "update riqing.ledger set line = replace(line, 'tester', 'nobody') "
    "where seq = 2",
    ("a line of the ledger", "deleted"): "delete from riqing.ledger where seq = 2",
    ("the last line of the ledger", "changed"): "update riqing.ledger set line = replace(line, 'desk', 'disk') "
    "where seq = 6",
    ("the last line of the ledger", "deleted"): "delete from riqing.ledger where seq = 6",
    ("the ledger", "emptied"): "delete from riqing.ledger",
    ("the ledger", "of another order"): "update riqing.ledger set line = (select line from riqing.ledger o "
    "where o.seq = 5 - riqing.ledger.seq) where seq in (2, 3)",
    ("the city's turn and edition", "deleted"): "delete from riqing.city",
    ("the edition", "newer"): "update riqing.city set edition = 99",
    ("the key of the bands", "flipped"): "update riqing.note set data = set_byte(data, 3, get_byte(data, 3) # 4) "
    f"where name = '{secret.NAME}'",
    ("the key of the bands", "deleted"): f"delete from riqing.note where name = '{secret.NAME}'",
}


@dataclass(frozen=True)
class Whole:
    """An unharmed lake: what lies in it, so that it can be laid anew. `state`: its hash."""

    lake: Lake
    state: str
    objects: dict[str, bytes]
    rows: dict[str, list[tuple]]

    def lay(self) -> None:
        """What PostgreSQL holds, as it was."""
        with psycopg.connect(self.lake.database) as own:
            for table, rows in self.rows.items():
                own.execute(f"delete from {table}".encode())
                for row in rows:
                    own.execute(f"insert into {table} values ({', '.join(['%s'] * len(row))})".encode(), row)

    def image(self, root: Path, number: int) -> Lake:
        """The same once more, on objects of its own; `root`: a host that knew it, and has no copies of rows."""
        lake = replace(self.lake, root=root, data=f"{self.lake.data}-{number}")
        there = Objects(lake.data)
        for name, data in self.objects.items():
            there.new(name, data)
        self.lay()
        shutil.copytree(self.lake.root, root)
        for copied in root.glob("tables/*/city=*"):
            shutil.rmtree(copied)
        return lake


def whole(of: Lakes, root: Path) -> Whole:
    """Four loads, one withdrawn, a meeting."""
    lake = of.empty(root)
    board = tiny.opened(lake)
    for n, hour in enumerate(("14:10", "14:20", "14:30", "14:40")):
        tiny.send(board, tiny.counts(("10:00", tiny.EAST, "A", n, 1)), hour, name=f"counts {n}.csv")
    board.withdraw(2, "tester", tiny.at("15:00"), "sent twice")
    board.mark_meeting(tiny.at("15:00"), "desk", tiny.at("15:05"))
    state = board.state_hash()
    board.close()
    objects = Objects(lake.data)
    with psycopg.connect(lake.database) as own:
        rows = {table: own.execute(f"select * from {table}".encode()).fetchall() for table in TABLES}
    return Whole(lake, state, {name: objects.read(name) or b"" for name in objects.names("")}, rows)


def _harmed(lake: Lake, kind: str, how: str) -> None:
    if (kind, how) in LINES:
        with psycopg.connect(lake.database) as own:
            own.execute(LINES[kind, how].encode())
        return
    objects = Objects(lake.data)
    names = objects.names("")
    name = OBJECTS[kind](names)
    if how == "deleted":
        return objects.move(name, f"elsewhere/{kind}")
    beside = [n for n in names if n != name and Path(n).parent == Path(name).parent]
    data = objects.read(beside[-1]) if how == "swapped" else bytes_harmed(objects.read(name) or b"", how)
    return objects.over(name, data or b"")


def kinds() -> list[tuple[str, str]]:
    return [(kind, how) for kind in OBJECTS for how in HARMS] + list(LINES)


def images(of: Lakes, work: Path, asked: Collection[tuple[str, str]] = ()) -> Iterator[Image]:
    """Kind, harm, host, what came of it. Each image has one host: it mends what another would find."""
    checking.checked = lambda *_: ()  # type: ignore[assignment]  # what figures must not say is not asked here
    intact = whole(of, work / "whole" / "board")
    number = 0
    try:
        for kind, how in asked or kinds():
            for host in HOSTS:
                number += 1
                root = work / f"{number}" / "board"
                lake = intact.image(root, number)
                if host == HOSTS[1]:
                    shutil.rmtree(root)
                _harmed(lake, kind, how)
                secret.secret.cache_clear()
                yield kind, how, host, outcome(lambda lake=lake: tiny.opened(lake), intact.state)
                shutil.rmtree(root.parent, ignore_errors=True)
    finally:
        intact.lay()  # whoever comes after finds no damage


HEAD = """# Damage to a lake

Generated by `python -m tests.store.damage_lake`; a test compares some of it. What a lake keeps in PostgreSQL and in the
object store, damaged while no host had it open, and then: what `verify` says before anything is opened, and what comes
of it, on a host that knew the lake (it holds a copy of the ledger; its copies of rows were taken away) and on a new
one. The words are those of [damage.md](damage.md). A host that has copies of the rows goes on with them.

| what | how | host | `verify` says | then |
|---|---|---|---|---|
"""
FOOT = """
{count} images: {raw} ended in a raw error, {silent} in a shorter history that nobody was told of.

Where an older ledger was put back on purpose, the lines since are given up knowingly: delete the object `heads/CITY`
below the prefix, and on each host `anchor`, `head` and `tables/head` with the copy of the ledger.
"""


def row(image: Image) -> str:
    kind, how, host, of = image
    return f"| {kind} | {how} | {host} | {', '.join(of.before) or '–'} | {of.then} |"


def page(found: list[Image]) -> str:
    rows = [row(image) for image in found]
    raw, silent = sum(bool(o.raw) for *_, o in found), sum(o.is_silent for *_, o in found)
    return HEAD + "\n".join(rows) + "\n" + FOOT.format(count=len(found), raw=raw, silent=silent)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="riqing-damage-") as work, lakes(Path(work)) as of:
        found = list(images(of, Path(work)))
    for kind, how, host, one in found:
        for error in one.raw:
            print(f"{kind}, {how}, {host}: {error}")
    PAGE.write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
