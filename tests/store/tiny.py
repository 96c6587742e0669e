"""A pack of two small feeds, files for it, and stores on it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from data_pipeline.board.board import Board
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake import Delivery, Receipt
from data_pipeline.query.connect import Limits
from data_pipeline.store.doors import Where

DAY = "2022-04-06"
EAST, WEST = "310112", "310113"


@cache
def pack() -> Pack:
    return load_pack(Path(__file__).parents[1] / "packs" / "tiny")


def board(root: Path, *, isolated: bool = False) -> Board:
    return opened(root / "board", isolated=isolated)


def opened(where: Where, *, isolated: bool = False) -> Board:
    return Board(pack(), where, Limits("500MB", 1), isolated=isolated)


def counts(*rows: tuple[str, str, str, int | None, float | None]) -> bytes:
    """(hour, district, kind, done, stock) rows of one day, as a CSV."""
    return _csv(
        "report_date,as_of,district_code,kind,done_today,stock", ((DAY, f"{DAY} {at}", *rest) for at, *rest in rows)
    )


def sites(*rows: tuple[str, int, int]) -> bytes:
    """(site, beds, people) rows of one day, as a CSV."""
    return _csv("report_date,site,beds,people", ((DAY, *row) for row in rows))


def many(rows: int, seed: int = 0) -> bytes:
    """A counts file of about so many rows over several days; another seed, other values."""
    lines = ["report_date,as_of,district_code,kind,done_today,stock"]
    for i in range(rows):
        day, minute = f"2022-04-{1 + i // 1440 % 28:02d}", i // 4 % 360
        at = f"{day} {minute // 60 + 8:02d}:{minute % 60:02d}"
        lines.append(f"{day},{at},{(EAST, WEST)[i % 2]},{'AB'[i // 2 % 2]},{i + seed},{seed}.5")
    return ("\n".join(lines) + "\n").encode()


def at(hour: str, day: str = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}")


def send(
    board: Board, data: bytes, hour: str = "18:00", feed: str = "counts", name: str = "", **how: object
) -> Receipt:
    """`rehearsed_on`: the token of a rehearsal; else as in Delivery."""
    token: Any = how.pop("rehearsed_on", None)
    sent: Any = how
    return board.receive_together([Delivery(feed, name or f"{feed}.csv", data, "tester", at(hour), **sent)], token)[0]


def known(board: Board, sql: str, known_at: datetime | None = None) -> list[tuple]:
    """Straight SQL on what is known; only tests ask this way."""
    board.version()
    with board._readers.cursor(known_at, sql=sql.removeprefix("explain ")) as cursor:
        return cursor.execute(sql).fetchall()


def _csv(header: str, rows: Iterable[Iterable[object]]) -> bytes:
    body = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return ("\n".join([header, *body]) + "\n").encode()
