"""What is planted is found: a short form of `python -m tests.bench.doubts`. And second figures are what rows say."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.declare import load_pack
from data_pipeline.doubts.beside import contradicted, seconds
from data_pipeline.doubts.course import courses, steps
from data_pipeline.doubts.measured import false_a_week, planted
from tests.bench.doubts import PAPER, scored
from tests.doubts.signs import WHAT, with_signs
from tests.support import misreported, samples
from tests.support.marts import Marts, slot

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

SEED, FIRST, LAST = 20270201, date(2022, 4, 3), date(2022, 4, 4)
SHORT = ("bunched", "still", "as_before", "alike", "tubes", "stock")
OPERATION = 'id = "drill"\nzh = "演练"\nen = "Drill"\ncity_code = "ALL"\nslots = [8, 12, 16]\n'
FILES = {
    "operation.toml": OPERATION,
    "vocab.csv": "vocab,code,zh,en\nunit,item,件,items\nunit,h,小时,h\nline,MEALS,餐食,Meals\n",
    "areas.csv": "code,zh,en,level,parent\nALL,全县,The county,city,\nA01,甲镇,Town,district,ALL\n",
    "lines.toml": 'line = [{ id = "meals", zh = "餐食", en = "Meals", feed = "work", sql = "work", item = "MEALS", '
    'unit = "item" }]\n',
    "feeds/work.toml": 'use = "work"\n',
    "feeds/rechecks.toml": 'use = "rechecks"\n',
    "doubts.toml": 'beside = [{ id = "calls", zh = "回访", en = "calls back", sql = "checked", of = "sample" }]\n',
}  # fmt: skip


def test_what_is_planted_is_found_and_little_else_is_asked_about() -> None:
    """Of one day; the days that are reported are others (docs/doubts.md)."""
    own = misreported.planted(samples.pack(), SEED, FIRST, LAST, SHORT)
    found = scored(samples.pack(), SEED, own, FIRST, LAST)
    assert {p.kind: sorted(signs) for p, signs in found.found.items() if not signs} == {}
    assert len(found.found) == len(SHORT)
    assert len(found.false) <= 1


def test_nine_of_ten_are_found_at_one_false_district_day_a_week() -> None:
    of, found = planted()
    assert found >= 0.9 * of
    assert false_a_week() <= 1


def test_the_paper_says_what_was_measured() -> None:
    assert WHAT.keys() == misreported.KINDS.keys()
    paper = PAPER.read_text("utf-8")
    assert with_signs(paper) == paper


def test_what_is_kept_of_a_day_before_is_what_its_own_page_tells(sample_board: "Board") -> None:
    day = samples.DAY
    until = datetime.combine(day + timedelta(days=1), time(0, 0))
    told = courses(sample_board.rows("page/day", None, ops_day=day, moment=until))
    kept = steps(sample_board.rows("page/courses", None, first_day=day, ops_day=day))
    assert kept == {(c.line, c.area): c.steps for c in told}
    assert len(kept) > 500


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    root: Path = tmp_path_factory.mktemp("drill")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return Marts(load_pack(root))


@pytest.mark.parametrize(("confirmed", "asked"), [(190, 0), (120, 1)])
def test_a_checking_feed_stands_beside_the_line_it_checks(drill: Marts, confirmed: int, asked: int) -> None:
    row = {"report_date": date(2022, 4, 6), "as_of": slot(12), "area": "A01", "area_code": "A01", "line": "MEALS"}
    drill.given(
        {"work": [row | {"due": 400, "done": 360}], "rechecks": [row | {"checked": 200, "confirmed": confirmed}]}
    )
    rows = pd.DataFrame(drill.rows("select * from mart.beside"))
    (found,) = seconds(rows, drill.pack.doubts)
    assert (found.line, found.area, found.share) == ("meals", "A01", confirmed / 200)
    assert len(contradicted([found], drill.pack.doubts)) == asked
