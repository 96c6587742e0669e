"""The feed that every pack may take, and what is due by a plan, against a slow twin; a day above its table."""

import random
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake.above import moments_above
from data_pipeline.intake.examine import examine

AREAS = ("A01", "A02", "A03")
LINES = ("BEDS", "MEALS")
HOURS = (8, 12, 16)
DAY = date(2025, 7, 21)
OPERATION = """id = "drill"
zh = "演练"
en = "Drill"
city_code = "ALL"
slots = [8, 12, 16]
meetings = []
"""
VOCAB = "vocab,code,zh,en\nunit,item,件,items\nunit,h,小时,h\nline,BEDS,床位,Beds\nline,MEALS,餐食,Meals\n"
PLACES = "code,zh,en,level,parent\nALL,全县,The county,city,\n" + "".join(
    f"{a},{a}镇,Town {a},district,ALL\n" for a in AREAS
)
STATED = """line = [
  { id = "beds", zh = "床位", en = "Beds", feed = "work", sql = "work", item = "BEDS", unit = "item" },
  { id = "meals", zh = "餐食", en = "Meals", feed = "work", sql = "work", item = "MEALS", unit = "item" },
  { id = "goal", zh = "目标", en = "Goal", feed = "work", sql = "goal", unit = "item" },
]

[[ledger]]
cuts = { goal = "" }
says = "all that is done against the plan."
of = "work"
planned = true
done = "done"
"""
PLAN = "line,area,due,valid_from\n" + "".join(
    f"goal,{a},{n},{day}\n" for a in AREAS for n, day in ((90, "2025-07-01"), (40, "2025-07-20"), (999, "2025-07-22"))
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(written(tmp_path_factory.mktemp("pack"), 'use = "work"\n'))


def written(root: Path, feed: str) -> Path:
    (root / "feeds").mkdir()
    files = {"operation.toml": OPERATION, "vocab.csv": VOCAB, "areas.csv": PLACES, "lines.toml": STATED,
             "plan.csv": PLAN, "feeds/work.toml": feed}  # fmt: skip
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    return root


def a_day(rng: random.Random) -> list[dict[str, object]]:
    """Rows as a sender would fill them in: some places silent at an hour, some columns blank."""
    rows = []
    for area in AREAS:
        for line in LINES:
            carry, new, done = rng.randrange(20), 0, 0
            for hour in HOURS:
                new, gone = new + rng.randrange(30), rng.choice([0, 0, 3])
                done = min(carry + new - gone, done + rng.randrange(25))
                if rng.random() < 0.25:
                    continue
                row: dict[str, object] = {"日期": DAY, "时点": f"{hour}:00", "地区": area, "事项": line, "已办": done}
                row |= (
                    {"结转": carry, "新增": new}
                    if line == "BEDS"
                    else {"应办": carry + new, "结转": rng.choice([carry, ""])}
                )
                rows.append(row | {"核减": gone or "", "最久未办小时": rng.choice(["", 5, 30])})
    return rows


def twin(rows: list[dict[str, object]], hour: int) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(line, area) -> due, done, open at that hour: the last row of each place, then summed."""
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    goal: dict[str, dict[str, int]] = {}
    for row in rows:
        at, area, line = int(str(row["时点"]).split(":")[0]), str(row["地区"]), str(row["事项"])
        if at > hour:
            continue
        carry, gone, done = int(str(row["结转"] or 0)), int(str(row["核减"] or 0)), int(str(row["已办"]))
        owed = int(str(row["应办"])) if "应办" in row else carry + int(str(row["新增"]))
        found[line.lower(), area] = (owed - gone, done, owed - gone - done)
        goal.setdefault(area, {})[line] = done
    for area, done in goal.items():
        found["goal", area] = (40, sum(done.values()), max(0, 40 - sum(done.values())))
    for line in ("beds", "meals", "goal"):
        parts = [found[line, a] for a in AREAS if (line, a) in found]
        if parts:
            found[line, "ALL"] = tuple(map(sum, zip(*parts, strict=True)))  # type: ignore[assignment]
    return found


@pytest.mark.parametrize("seed", range(2))
def test_the_ledgers_are_the_slow_twins(pack: Pack, tmp_path: Path, seed: int) -> None:
    rows = a_day(random.Random(seed))
    data = pd.DataFrame(rows).to_csv(index=False).encode()
    board = Board(pack, tmp_path)
    receipt = board.receive("work", "day.csv", data, "a test", datetime(2025, 7, 21, 16, 5), confirm=True)
    assert (receipt.status, receipt.report.accepted) == ("loaded", len(rows)), receipt.report.problems
    at = moment_at(datetime(2025, 7, 21, 16, 10), pack.operation)
    for hour in HOURS:
        slot = datetime(2025, 7, 21, hour)
        shown = board.rows("page/day", at.known_at, ops_day=DAY, moment=slot)
        shown = shown.loc[shown["is_latest"]]
        found = {(r["line"], r["area_code"]): (r["due"], r["done"], r["open"]) for r in shown.to_dict("records")}
        assert found == twin(rows, hour)
    board.close()


def test_a_pack_takes_the_standard_feed_with_its_own_words_on_top(tmp_path: Path) -> None:
    own = 'use = "work"\nzh = "台账"\nas_of_column = ""\n[[column]]\nname = "done"\nzh = "办结"\naliases = ["搞定"]\n'
    own += '[[column]]\nname = "vans"\nzh = "车辆"\nen = "Vans"\ntype = "int"\nunit = "item"\n'
    (feed,) = load_pack(written(tmp_path, own)).feeds.values()
    assert (feed.zh, feed["done"].zh, feed["vans"].en) == ("台账", "办结", "Vans")
    assert {"搞定", "已办", "Done"} <= set(feed["done"].aliases)
    assert "as_of" not in feed
    assert "as_of" not in feed.key


@pytest.mark.parametrize("name", ["leisure", "../work", "1"])
def test_a_standard_feed_that_is_not_there_is_a_fault_with_its_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeclarationError, match=r"work\.toml"):
        load_pack(written(tmp_path, f'use = "{name}"\n'))


ABOVE = [
    (("××县进度表（7月21日）", "单位：人 填报时间：16:00"), ("7月21日", "16:00")),
    (("进度 2025年7月21日 截至16时",), ("2025年7月21日", "16时")),
    (("report_2025-07-21.csv",), ("2025-07-21", "")),
    (("日报20250721.xlsx",), ("20250721", "")),
    (("7月20日至7月21日",), ("", "")),
    (("08:00—16:00",), ("", "")),
    (("第3版，共12页，电话62345678",), ("", "")),
]


@pytest.mark.parametrize(("texts", "found"), ABOVE)
def test_a_day_above_the_table_is_read_where_one_alone_stands_there(texts: tuple[str, ...], found: tuple) -> None:
    assert moments_above(texts) == found


def test_what_stands_above_the_table_is_read_where_the_feed_says_so_and_nowhere_else(tmp_path: Path) -> None:
    rows = (
        "进度 2025年7月21日 截至16时,,,",
        "地区,事项,应办,已办",
        "A01,床位,10,4",
        "A02,床位,7,7",
        "合计,,17,11",
        "注：不变,,,",
    )
    sheet = "\n".join(rows)
    for above in (True, False):
        root = tmp_path / str(above)
        root.mkdir()
        pack = load_pack(written(root, f'use = "work"\nday_above = {str(above).lower()}\n'))
        report = examine(pack, "work", "a.csv", sheet.encode()).report
        assert (report.unreadable is None) == above
        assert report.accepted == (2 if above else 0)
        if above:
            said = [c.sentence("en") for c in report.changes if c.code == "stands_above"]
            assert len(said) == 2
            assert not [p for p in report.problems if p.severity == "refuse"]
