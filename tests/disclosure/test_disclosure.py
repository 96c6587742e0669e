"""Everything that leaves the server in one day gives no small count of people back (domain 5.2), nor shows one."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta

from data_pipeline.board.board import Board
from data_pipeline.declare import Line
from tests.disclosure import report
from tests.disclosure.collect import Haul, haul, one_opened, paged
from tests.disclosure.run import lines_about_people, run
from tests.pages.conftest import shown, standing  # noqa: F401
from tests.support import samples
from tests.support.drawn import component, desk

Show = Callable[[Board], None]
LINES = ("contact", "contact2", "quarantine", "key_hardship", "medical_p1", "issues_p1", "issue_medical_access")
DISTRICTS = ("310101", "310106", "310151")
EVENING = datetime.combine(samples.DAY, datetime.min.time()) + timedelta(hours=17)
NIGHT = datetime.combine(samples.DAY, datetime.min.time()) + timedelta(days=1, hours=1)


def _haul(board: Board) -> tuple[Haul, list[Line]]:
    lines = [x for x in lines_about_people(board.pack) if x.id in LINES]
    looked = haul(board, lines, samples.DAY, [EVENING, NIGHT])
    for line in (x for x in lines if x.id in ("contact2", "key_hardship")):
        clock = f"{EVENING:%Y-%m-%dT%H:%M}@0"
        page = desk("district", lang="en", clock=clock, area=DISTRICTS[0], line=line.id)
        html = component(page, "board")["html"]
        paged(looked, board, line, DISTRICTS[0], EVENING, html)
        one_opened(looked, board, line, "310101002", EVENING)
    return looked, lines


def test_no_small_count_of_people_comes_back(shown: Show, sample_board: Board) -> None:  # noqa: F811
    shown(sample_board)
    looked, lines = _haul(sample_board)
    assert len(looked.below) > 25_000
    tallies = list(run(looked, [x.id for x in lines], DISTRICTS, rounds=2, enough=2))
    assert {t.line for t in tallies} == set(LINES)
    assert sum(t.hidden for t in tallies) > 500
    assert [t.exact for t in tallies] == [0] * len(LINES)
    assert [c for t in tallies for c in t.recovered] == []


def test_the_paper_speaks_of_every_line_about_people_and_of_the_exports_it_used() -> None:
    told, found = report.PAPER.read_text("utf-8"), report.measured()
    assert told == report.paper(found), "python -m tests.disclosure --paper"
    assert len(found) > 1
    assert [c for run in found.values() for t in run["tallies"] for c in t["recovered"]] == []
    assert {run["districts"] for run in found.values()} == {len(samples.pack().districts)}
    for line in lines_about_people(samples.pack()):
        assert f"`{line.id}`" in told, f"{line.id}: python -m tests.disclosure"
    rows = [[c.strip() for c in r.split("|")[1:-1]] for r in told.splitlines() if r.startswith("| `")]
    assert {r[2] for r in rows} == {"0"}
    with report.USED.open(encoding="utf-8", newline="") as file:
        used = list(csv.DictReader(file))
    assert len(used) > 50
    assert f"{len(used):,} files" in told
