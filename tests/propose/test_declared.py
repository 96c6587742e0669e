"""Standard ledgers and indicators are declared by the names of columns: no SQL is written for a level, a ratio, a
runway, days of cover, or stages that follow one another."""

import csv
import re
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.core.settings import HERE
from data_pipeline.declare import load_pack
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.propose.check import faults_of
from data_pipeline.propose.day import day_of
from pages.app.operation.scene import _scene
from pages.desk.work import stages, work
from pages.views.wall.fitting import fitting
from pages.views.wall.room import Room
from pages.views.wall.seen import Seen
from pages.views.wall.stages import funnel
from tests.propose.test_work import OPERATION, PLACES

GERMANY = HERE / "pack" / "germany-2021"
COLUMNS = ("came", "sorted", "loaded", "handed", "vans", "beds_free", "beds_an_hour", "stock", "used_a_day")
FEED = """id = "depot"
zh = "网点"
en = "Depots"
grain_zh = "每网点、时点一行"
grain_en = "One row per depot and report time"
key = ["report_date", "area", "as_of"]
cadence_min = 240
column = [
  { name = "report_date", zh = "日期", en = "Date", type = "date", required = true },
  { name = "as_of", zh = "时点", en = "As of", type = "timestamp", required = true },
  { name = "area", zh = "地区", en = "Area", type = "district", required = true },
""" + "".join(
    f'  {{ name = "{c}", zh = "{c}", en = "{c}", type = "int", unit = "item", semantics = "S", min = 0 }},\n'
    for c in COLUMNS
) + "]\n"  # fmt: skip
LINES = """
line = [
  { id = "sorted", zh = "分拣", en = "Sorted", feed = "depot", sql = "sorted", unit = "item", page = "work" },
  { id = "loaded", zh = "装车", en = "Loaded", feed = "depot", sql = "loaded", unit = "item", page = "work" },
  { id = "handed", zh = "送达", en = "Handed over", feed = "depot", sql = "handed", unit = "item", page = "work" },
]

[[stages]]
says = "parcels, stage by stage."
of = "depot"
due = "came"
steps = { sorted = "sorted", loaded = "loaded", handed = "handed" }
"""
KINDS = ("level", "ratio", "runway", "cover")
GAUGES = "gauge = [\n" + "".join(
    f'  {{ id = "{x}", zh = "{x}", en = "{x}", feed = "depot", sql = "{x}", unit = "item", metric = "{x}", '
    'page = "work" },\n'
    for x in KINDS
) + """]
reading = [
  { cuts = { level = "" }, says = "vans out.", of = "depot", numer = "vans" },
  { cuts = { ratio = "" }, says = "loaded.", of = "depot", numer = "loaded", denom = "came", times = 100 },
  { cuts = { runway = "" }, says = "hours.", of = "depot", numer = "beds_free", denom = "beds_an_hour", times = 1 },
  { cuts = { cover = "" }, says = "days.", of = "depot", numer = "stock", denom = "used_a_day", times = 1 },
]
"""  # fmt: skip
TARGETS = (
    "metric,zh,en,unit,direction,target,amber,red,aggregation_zh,aggregation_en,responsible_zh,responsible_en,valid_from\n"
    "M01,日清率,Rate,item,clock,100,,,相除,ratio,x,x,2025-07-01\n"
    "level,车,Vans,item,up,10,8,4,相加,sum,x,x,2025-07-01\n"
    "ratio,率,Ratio,item,none,,,,相除,ratio,x,x,2025-07-01\n"
    "runway,撑,Runway,item,up,12,8,4,相除,ratio,x,x,2025-07-01\n"
    "cover,天,Cover,item,up,3,2,1,相除,ratio,x,x,2025-07-01\n"
)
SHEET = (
    "report_date,as_of,area," + ",".join(COLUMNS) + "\n"
    "2025-07-21,12:00,A01,100,80,50,20,3,30,5,90,30\n"
    "2025-07-21,12:00,A02,60,60,60,60,6,10,5,10,20\n"
)  # fmt: skip
VOCAB = "vocab,code,zh,en\nunit,item,件,items\n"
PANELS = """panel = [
  { id = "fleet", zh = "车辆", en = "Vehicles", gauges = ["level"] },
  { id = "road", zh = "在途", en = "On the road", lines = ["handed"], gauges = ["ratio"] },
]
"""
FILES = {"operation.toml": OPERATION, "vocab.csv": VOCAB, "areas.csv": PLACES, "lines.toml": LINES,
         "gauges.toml": GAUGES, "targets.csv": TARGETS, "feeds/depot.toml": FEED}  # fmt: skip


def _written(root: Path, files: dict[str, str]) -> Path:
    (root / "feeds").mkdir(parents=True)
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    return root


def test_every_standard_kind_is_declared_by_columns(tmp_path: Path) -> None:
    root = _written(tmp_path / "pack", FILES | {"panels.toml": PANELS})
    assert faults_of(root) == []
    board = Board(load_pack(root), tmp_path / "store")
    receipt = board.receive("depot", "day.csv", SHEET.encode(), "a test", datetime(2025, 7, 21, 12, 5), confirm=True)
    assert (receipt.status, receipt.report.accepted) == ("loaded", 2), receipt.report.problems
    moment = moment_at(datetime(2025, 7, 21, 12, 10), board.pack.operation)
    asked = {"ops_day": date(2025, 7, 21), "moment": moment.as_of}
    day = board.rows("page/day", moment.known_at, **asked)
    day = day.loc[day["is_latest"]]
    ledgers = {(r["line"], r["area_code"]): (r["due"], r["done"], r["open"]) for r in day.to_dict("records")}
    read = board.rows("page/gauges", moment.known_at, **asked)
    values = {(r["gauge"], r["area_code"]): round(float(r["value"]), 2) for r in read.to_dict("records")}
    look = SimpleNamespace(lang="en", theme="light")
    scene = _scene(board, "replay:2025-07-21T12:10@0", look)  # type: ignore[arg-type]
    shown, page = str(stages(scene).html), str(work(scene).html)
    (view,) = funnel(_wall_of(scene.day))
    board.close()
    assert re.findall(r'<section class="panel grid-panel" data-key="([\w-]+)"', page) == [
        "panel-fleet", "panel-road", "duty-rest",
    ]  # fmt: skip
    assert ("Vehicles" in page, "On the road" in page) == (True, True)
    assert [ledgers[x, "A01"] for x in ("sorted", "loaded", "handed")] == [(100, 80, 20), (80, 50, 30), (50, 20, 30)]
    assert re.findall(r'<tr data-key="(\w+)"', shown) == ["sorted", "loaded", "handed"]
    assert ledgers["handed", "ALL"] == (110, 80, 30)
    assert re.findall(r'class="stage [^"]*" data-key="(\w+)"', view.body) == ["sorted", "loaded", "handed"]
    assert view.title == "Bottleneck: Handed over, 4.5 h of work"
    assert re.findall(r">([\d.]+) h wait<", view.body) == ["1.7", "3.3", "4.5"]  # what is open, at the stage's own pace
    assert [values[x, "A01"] for x in KINDS] == [3, 50, 6, 3]
    assert [values[x, "ALL"] for x in KINDS] == [9, 68.75, 4, 2]  # parts are summed, then divided


def test_a_simulated_day_fills_every_stage_and_none_does_more_than_came(tmp_path: Path) -> None:
    pack = load_pack(_written(tmp_path / "pack", FILES))
    rows = [r for x in day_of(pack, date(2025, 7, 21)) for r in csv.DictReader(x.data.decode().splitlines())]
    steps = [[int(r[c]) for c in COLUMNS[:4]] for r in rows]
    assert all(came >= a >= b >= c for came, a, b, c in steps)
    assert all(min(steps[i]) > 0 for i, r in enumerate(rows) if "16:00" in r["时点"])
    assert len({tuple(x) for x in steps}) > len(rows) / 2


def test_a_simulated_day_of_several_columns_done_adds_up() -> None:
    (sent,) = day_of(load_pack(GERMANY), date(2021, 12, 20))
    pack = load_pack(GERMANY)
    names = {c.zh: c.name for c in pack.feeds["register"].columns}
    for row in csv.DictReader(sent.data.decode().splitlines()):
        told = {names[k]: v for k, v in row.items()}
        parts = [int(v) for k, v in told.items() if k.startswith("betriebssituation")]
        assert (len(parts), sum(parts)) == (4, int(told["anzahl_meldebereiche"]))


def _wall_of(day: Day, far: float = 6) -> Seen:
    return Seen(day, "en", "light", pd.DataFrame(), Readings.of(pd.DataFrame(columns=["gauge"]), day.pack), None, None,
                Room(far))  # fmt: skip


@pytest.mark.parametrize("many", range(2, 9))
def test_a_wall_draws_as_many_stages_as_the_operation_declares(tmp_path: Path, many: int) -> None:
    ids = [f"s{n}" for n in range(many)]
    line = '  {{ id = "{0}", zh = "{0}", en = "{0}", feed = "depot", sql = "{0}", unit = "item", page = "work" }},'
    steps = ", ".join(f'{x} = "{c}"' for x, c in zip(ids, COLUMNS[1:], strict=False))
    lines = "\n".join(["line = [", *map(line.format, ids), "]", '[[stages]]', 'says = "x."', 'of = "depot"',
                       'due = "came"', f"steps = {{ {steps} }}"])  # fmt: skip
    pack = load_pack(_written(tmp_path / "pack", FILES | {"lines.toml": lines}))
    row = {"rate": 50.0, "done": 5.0, "open": 5.0, "rate_done": float("nan"), "state": "at_risk"}
    day = SimpleNamespace(pack=pack, at=lambda line, _: row | {"open": 9.0 if line == "s1" else 5.0})
    views = funnel(_wall_of(day))  # type: ignore[arg-type]
    assert [k for v in views for k in re.findall(r'data-key="(\w+)"', v.body)] == ids
    assert {v.title for v in views} == {"Most is left at s1: 9 items"}
    assert "funnel" in fitting(pack)


def test_a_panel_that_names_what_is_not_there_is_said(tmp_path: Path) -> None:
    for old, new, kind in (('"handed"', '"gone"', "refers"), ("panel =", "order = 1\npanel =", "extra_forbidden")):
        root = _written(tmp_path / kind, FILES | {"panels.toml": PANELS.replace(old, new)})
        assert [(f.file, f.kind) for f in faults_of(root)] == [("panels.toml", kind)]


BROKEN = [
    ('due = "came"', 'due = "arrived"', "sql"),
    (', loaded = "loaded", handed = "handed" }', " }", "few_stages"),
    ('handed = "handed" }', 'handed = "handed", gone = "vans" }', "no_reader"),
    ('due = "came"', "", "missing"),
    ('handed = "handed" }', "handed = 3 }", "string_type"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind"), BROKEN)
def test_what_is_wrong_with_stages_is_said(tmp_path: Path, old: str, new: str, kind: str) -> None:
    assert old in LINES
    faults = faults_of(_written(tmp_path / "pack", FILES | {"lines.toml": LINES.replace(old, new)}))
    assert kind in {f.kind for f in faults}
    assert {f.file for f in faults} == {"lines.toml"}
    assert all(f.sentence(lang).startswith("lines.toml") for f in faults for lang in ("zh", "en"))
