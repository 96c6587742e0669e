"""The story of one day: what the board showed at every moment of it, it shows again later, to the digit.

Flash figures, a late slot, a correction, a whole feed withdrawn and put back, a district that got another name, a moved
denominator and the final figures: after each the board is asked as people ask it, and asked again at the very end, from
a fresh process's view, and once more after the store was made anew from files and ledger.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.core.settings import HERE
from data_pipeline.declare import load_pack
from data_pipeline.intake import Delivery
from data_pipeline.intake.encoding import decode
from data_pipeline.publish.export import as_csv
from data_pipeline.sample import Simulation, deliveries
from pages.app import commanded
from tests.support.samples import DAY, pack

PUDONG, OLD, NEW = "310115", "浦东新区", "浦东滨海新区"
VERSION = "数据版本"  # names the declarations too, and they did change in the evening
ASKED = {"page/day": {}, "page/gauges": {}, "page/freshness": {}, "page/stages": {}, "page/place": {"area": PUDONG}}


@dataclass(frozen=True)
class Shown:
    """All that was on the screen and in the exported file at one moment."""

    known_at: datetime
    tables: dict[str, pd.DataFrame]
    export: str


def at(hour: str, day: date = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}")


def look(board: Board, known_at: datetime, patch: pytest.MonkeyPatch) -> Shown:
    moment = moment_at(known_at, board.pack.operation)
    how = {"ops_day": moment.ops_day, "moment": moment.as_of}
    tables = {n: board.rows(n, known_at=known_at, **how, **more) for n, more in ASKED.items()}
    patch.setattr(commanded, "board", lambda: board)
    patch.setattr(commanded, "ready", lambda *_: None)  # forecasts keep their own evidence
    lines = as_csv(commanded.command_sheet(moment, "zh", WHOLE)).decode("utf-8-sig").replace(NEW, OLD).splitlines()
    assert any(line.startswith(VERSION) for line in lines)
    export = "\n".join(line for line in lines if not line.startswith(VERSION))
    return Shown(known_at, {n: t.copy() for n, t in tables.items()}, export)


def figure(shown: Shown, name: str, line: str = "transfer", area: str = PUDONG) -> float:
    rows = shown.tables["page/day"]
    chosen = pd.DataFrame(rows[(rows["line"] == line) & (rows["area_code"] == area) & rows["is_latest"]])
    (row,) = chosen.to_dict("records")
    return float(row[name])


def changed(data: bytes, change: Callable[[dict[str, str]], dict[str, str] | None]) -> bytes:
    """A sample file with its rows changed, or left out where None."""
    header, *lines = decode(data).data.decode().splitlines()
    names = header.split(",")
    told = (change(dict(zip(names, line.split(","), strict=True))) for line in lines)
    return "\n".join([header, *(",".join(row.values()) for row in told if row)]).encode()


@pytest.fixture(scope="module")
def sent() -> list[Delivery]:
    """The three feeds that the story is about."""
    all_of_them = deliveries(pack(), Simulation(first_day=DAY, last_day=DAY, slot_h=8))
    return sorted((d for d in all_of_them if d.feed in ("transfer", "screening", "capacity")), key=lambda d: d.at)


def named(sent: Sequence[Delivery], part: str) -> Delivery:
    return next(d for d in sent if part in d.name)


def renamed_pack(folder: Path):
    """The same operation after a district got another name; the old one is still understood."""
    shutil.copytree(HERE / "pack" / "shanghai-2022", folder)
    areas = (folder / "areas.csv").read_text("utf-8")
    assert areas.count(f"{PUDONG},{OLD},") == 1
    (line,) = [x for x in areas.splitlines() if x.startswith(f"{PUDONG},")]
    areas = areas.replace(line, f"{line.replace(f',{OLD},', f',{NEW},')}|{OLD}")
    (folder / "areas.csv").write_text(areas, "utf-8")
    return load_pack(folder)


def test_every_moment_of_a_day_can_be_seen_again_as_it_was_shown(
    empty_board: Board, sent: list[Delivery], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, story = empty_board, {}
    late, whole = (named(sent, f"{OLD}_转运_20220406_{slot}") for slot in ("08", "16"))

    def then(name: str, known_at: datetime) -> Shown:
        story[name] = look(board, known_at, monkeypatch)
        return story[name]

    def come(*files: Delivery) -> None:
        assert {r.status for r in board.receive_all(replace(f, confirm=True) for f in files)} == {"loaded"}

    come(*(d for d in sent if d.at < at("12:00") and d is not late))
    then("morning", at("12:00"))

    arrived = next(c.zh for c in pack().feeds["transfer"].columns if c.name == "arrived_today")
    moving = next(c.zh for c in pack().feeds["transfer"].columns if c.name == "in_transit_now")

    def flash(row: dict[str, str]) -> dict[str, str]:
        few = min(3, int(row[arrived]))
        return row | {arrived: str(int(row[arrived]) - few), moving: str(int(row[moving]) + few)}

    come(replace(whole, name="快报.csv", data=changed(whole.data, flash), at=at("16:05")))
    first = then("flash", at("16:06"))
    come(*(d for d in sent if at("16:00") < d.at < at("17:00") and d is not whole))
    then("others", at("17:00"))
    come(replace(late, at=at("17:30")))
    assert figure(then("late slot", at("17:35")), "done") == figure(first, "done")  # it goes into history only
    come(replace(whole, at=at("18:20")))
    second = then("correction", at("18:30"))
    assert figure(second, "done") > figure(first, "done")

    of_feed = [int(i) for i in board.loads().query("feed == 'transfer'")["load_id"]]
    assert len(of_feed) == 5
    for load_id in of_feed:
        board.withdraw(load_id, "李", at("19:00"), "全天重报")
    gone = then("withdrawn", at("19:05"))
    assert "transfer" not in set(gone.tables["page/day"].query("reported > 0")["line"])
    for load_id in of_feed:
        board.restore(load_id, "李", at("19:30"), "原数无误")
    assert figure(then("restored", at("19:35")), "done") == figure(second, "done")

    board.close()
    board = Board(renamed_pack(tmp_path / "pack"), board._writer.where)
    assert figure(then("renamed", at("20:00")), "done") == figure(second, "done")
    screening = named(sent, "筛查_20220406_16")
    place, target = (c.zh for c in pack().feeds["screening"].columns if c.name in ("district_code", "target_people"))

    def more(row: dict[str, str]) -> dict[str, str] | None:
        return row | {place: NEW, target: str(int(row[target]) + 1000)} if row[place] in (PUDONG, OLD) else None

    come(replace(screening, name="应检调整.csv", data=changed(screening.data, more), at=at("20:30")))
    moved = then("denominator", at("20:40"))
    assert figure(moved, "due", "screening") > figure(story["renamed"], "due", "screening")
    assert figure(moved, "done", "screening") == figure(story["renamed"], "done", "screening")

    come(*(d for d in sent if d.at > at("23:00")))
    then("final", at("09:00", DAY + timedelta(days=1)))

    kept = [(n, [t.shape for t in s.tables.values()]) for n, s in story.items()]
    assert len({s.export for s in story.values()}) >= 6, kept  # the day did move under the eyes of those who looked
    board.close()
    again = Board(board.pack, board._writer.where)
    for name, shown in story.items():
        same(look(again, shown.known_at, monkeypatch), shown, name)
    again.rebuild()  # from the received files and the ledger alone
    for name in ("flash", "denominator"):
        same(look(again, story[name].known_at, monkeypatch), story[name], name)
    again.close()


def same(now: Shown, then: Shown, name: str) -> None:
    for query, table in then.tables.items():
        pd.testing.assert_frame_equal(now.tables[query], table, check_exact=True, obj=f"{query} of {name}")
    assert now.export == then.export, name
