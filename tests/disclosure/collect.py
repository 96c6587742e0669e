"""Everything that leaves the server in one day about places below district level, and the figures above them."""

import asyncio
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.routing import Router

from data_pipeline.board.board import Board
from data_pipeline.declare import Line, Pack
from data_pipeline.words import say
from pages.server.routes import ROUTES
from tests.disclosure.told import ANY, Cell, Interval, both, interval, rows

LEDGER = ("carry_in", "new_due", "done", "cancelled", "open", "due")
FEEDS_BY_LINE = ("tasks", "transfer")  # a row of the file is a cell of the line: its table says the same figures
Read = Callable[[str, Mapping[str, str]], bytes]


@dataclass
class Haul:
    """`below`: what is said of places below a district; `above`: of districts and the city; `truth`: what is so.
    `files`: what was fetched, as an address, with its rows."""

    slots: tuple[datetime, ...] = ()
    below: dict[Cell, Interval] = field(default_factory=dict)
    above: dict[Cell, Interval] = field(default_factory=dict)
    truth: dict[Cell, float] = field(default_factory=dict)
    district: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, int]] = field(default_factory=list)

    def say(self, cell: Cell, said: Interval, so: float | None) -> None:
        """Kept where it speaks of what is so at the end: an earlier version of a cell is another count."""
        if so is not None and so == self.truth.get(cell):
            self.below[cell] = both(self.below.get(cell, ANY), said)


def fetched(path: str, asked: Mapping[str, str]) -> bytes:
    """One request through the server's own routes; b"" for what is not there."""
    status, body = [0], bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        status[0] = message.get("status", status[0])
        body.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "headers": [],
        "query_string": urlencode(dict(asked)).encode(),
    }
    asyncio.run(Router(routes=ROUTES)(scope, receive, send))
    return bytes(body) if status[0] == 200 else b""


def haul(board: Board, lines: Iterable[Line], day: date, known: Iterable[datetime], read: Read = fetched) -> Haul:
    """`known`: the moments at which the attacker looked; the last of them is the day's end."""
    found, looks = Haul(), sorted(known)
    for line in lines:
        _truth(found, board, line, day, looks[-1])
        for at in reversed(looks):
            so = _so(board, line, day, at)
            _explored(found, board.pack, line, at, so, read, whole=at == looks[-1])
            if line.feed in FEEDS_BY_LINE and line.sql == line.feed:
                _opened(found, board.pack, line, at, so, read)
    found.slots = tuple(sorted({c.as_of for c in found.truth}))
    return found


def _truth(found: Haul, board: Board, line: Line, day: date, at: datetime) -> None:
    found.truth |= _so(board, line, day, at)
    found.district |= {a.code: a.parent for a in board.pack.areas if a.level == "subdistrict"}


def _so(board: Board, line: Line, day: date, at: datetime) -> dict[Cell, float]:
    asked = {
        "figure": line.id,
        "level": "subdistrict",
        "areas": [],
        "since": datetime.combine(day, time.min),
        "until": min(at, datetime.combine(day, time.min) + timedelta(days=1)),
    }
    told = board.rows("page/explore_line", at, ops_day=day, **asked)
    cells = {}
    for r in told.to_dict("records"):
        for column in LEDGER:
            cells[Cell(line.id, r["area_code"], r["as_of"].to_pydatetime(), column)] = float(r[column])
    return cells


def _explored(
    found: Haul, pack: Pack, line: Line, at: datetime, so: dict[Cell, float], read: Read, *, whole: bool
) -> None:
    codes = {(pack.area[a.parent].name("en"), a.name("en")): a.code for a in pack.areas if a.level == "subdistrict"}
    asked = {"id": line.id, "lang": "en", "clock": f"{at:%Y-%m-%dT%H:%M}@0", "since": "00:00"}
    for r in _table(found, read, "/export/explore.csv", asked | {"level": "subdistrict"}):
        area = codes[r[_title("district")], r[_title("place")]]
        for cell, said in _cells(line, area, r):
            found.say(cell, said, so.get(cell))
    if not whole:
        return
    districts = {a.name("en"): a.code for a in pack.districts}
    for r in _table(found, read, "/export/explore.csv", asked | {"level": "district"}):
        if district := districts.get(r[_title("district")]):
            found.above |= dict(_cells(line, district, r))


def _cells(line: Line, area: str, r: Mapping[str, str]) -> list[tuple[Cell, Interval]]:
    """An age beside them says that somebody is there."""
    as_of = datetime.fromisoformat(r[_title("as_of")])
    said = {c: interval(r[_title(c)]) for c in LEDGER if _title(c) in r}
    aged = r.get(_title("oldest_h"), "")
    if aged and float(aged) > 0:
        said["open"] = both(said["open"], (1, float("inf")))
    return [(Cell(line.id, area, as_of, c), i) for c, i in said.items()]


def _opened(found: Haul, pack: Pack, line: Line, at: datetime, so: dict[Cell, float], read: Read) -> None:
    """The rows under the city's figure: those of one subdistrict stand in its line's ledger."""
    codes = {(pack.area[a.parent].name("en"), a.name("en")): a.code for a in pack.areas if a.level == "subdistrict"}
    asked = {"id": line.id, "lang": "en", "clock": f"{at:%Y-%m-%dT%H:%M}@0", "area": pack.operation.city_code}
    newest = max((c.as_of for c in so if c.line == line.id), default=at)
    for r in _table(found, read, "/export/number.csv", asked):
        area = codes.get((r[say("en", "number.col_district")], r[say("en", "number.col_place")]))
        for column in LEDGER[:-1]:
            title = say("en", f"number.col_{column}")
            if area and title in r:
                cell = Cell(line.id, area, newest, column)
                found.say(cell, interval(r[title]), so.get(cell))


def paged(found: Haul, board: Board, line: Line, district: str, at: datetime, html: str) -> None:
    """What the page of a district says of its subdistricts, in `html`."""
    so = _so(board, line, at.date(), at)
    newest = max((c.as_of for c in so if found.district[c.area] == district), default=at)
    for area, row in re.findall(r'<tr data-key="(\d{9})"(.*?)</tr>', html):
        told = re.findall(r"<td data-fig>(.*?)</td>", row)
        cell = Cell(line.id, area, newest, "open")
        found.say(cell, interval(told[0]), so.get(cell))
        if interval(told[0])[0] == 0 and any(x != "—" for x in told[1:]):
            found.say(cell, (1, math.inf), so.get(cell))
    found.files.append((f"/district?{urlencode({'line': line.id, 'area': district, 'at': f'{at:%H:%M}'})}", len(so)))


def one_opened(found: Haul, board: Board, line: Line, area: str, at: datetime, read: Read = fetched) -> None:
    """The sentence over the table of one subdistrict's figure."""
    asked = {"id": line.id, "lang": "en", "clock": f"{at:%Y-%m-%dT%H:%M}@0", "area": area}
    told = read("/export/number.csv", asked).decode("utf-8-sig")
    found.files.append((f"/export/number.csv?{urlencode(asked)}", told.count("\n")))
    so = _so(board, line, at.date(), at)
    newest = max((c.as_of for c in so if c.area == area), default=at)
    said = re.search(r": (\S+)(?: \w+)* left(?: of (\S+) due)?, (\S+) done, (\S+) cancelled", told.split("\n")[0])
    for column, text in zip(("open", "due", "done", "cancelled"), said.groups() if said else (), strict=False):
        cell = Cell(line.id, area, newest, column)
        if text:
            found.say(cell, interval(text), so.get(cell))


def _table(found: Haul, read: Read, path: str, asked: Mapping[str, str]) -> list[dict[str, str]]:
    data = read(path, asked)
    told = list(rows(data)) if data else []
    found.files.append((f"{path}?{urlencode(dict(asked))}", len(told)))
    return told


def _title(name: str) -> str:
    return say("en", f"explore.col_{name}")
