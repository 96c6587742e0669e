"""Every row of the system table is answered: by figures that come out of its SQL, by a page, or by a reason why not."""

from functools import cache

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.settings import ROOT
from data_pipeline.declare.systems import Answer, answers, sql_of
from tests.support.marts import marts, slot
from tests.support.samples import DAY, pack

ROWS = {a.system.id: a for a in answers(pack())}


@pytest.mark.parametrize("id", ROWS)
def test_a_row_has_a_page_a_figure_sql_and_a_test_or_a_reason(id: str) -> None:
    row = ROWS[id]
    assert row.answered
    assert row.left_out or (row.pages and row.tests)


@pytest.mark.parametrize("x", [*pack().lines.values(), *pack().gauges.values()], ids=lambda x: x.id)
def test_every_declared_figure_has_its_sql(x) -> None:
    assert [file for file in sql_of(pack(), x) if not (ROOT / file).exists()] == []


@cache
def _figures(board: Board) -> frozenset[str]:
    """Lines and gauges with a figure on the sample's day."""
    told: set[str] = set()
    with board._readers.cursor(None, sql="select 1 from mart.ledger, mart.reading") as own:
        for table, column in (("mart.ledger", "line"), ("mart.reading", "gauge")):
            rows = own.execute(f"select distinct {column} from {table} where ops_day = $day", {"day": DAY}).fetchall()
            told |= {row[0] for row in rows}
    return frozenset(told)


@pytest.mark.parametrize("row", [a for a in ROWS.values() if a.sql], ids=lambda a: a.system.id)
def test_the_sql_of_a_row_gives_figures_on_the_sample(row: Answer, sample_board: Board) -> None:
    sample_board.version()
    own = {x.id for x in (*row.lines, *row.gauges)}
    parts = {part for x in row.lines for part in x.worst_of}
    assert (own | parts) & _figures(sample_board)


# The sample's operation pools ten to a tube; these two ways are another operation's.
OTHER_METHODS = {"pool_pcr_20": ("PCR_20", 195, 10, 19.5), "pool_pcr_5": ("PCR_5", 51, 10, 5.1)}


@pytest.mark.parametrize("id", OTHER_METHODS)
def test_a_gauge_the_sample_has_no_use_for_speaks_on_given_rows(id: str) -> None:
    method, people, tubes, expected = OTHER_METHODS[id]
    row = {"round_id": "R20220406", "district_code": "310101", "subdistrict": "310101002", "as_of": slot(14)}
    row |= {"method": method, "sampled_people": people, "sampled_tubes": tubes}
    found = marts().given({"screening": [row]})
    assert found.one(f"select value from mart.gauge where gauge = '{id}' and level = 'city'") == {"value": expected}


@pytest.mark.parametrize("id", [id for id in pack().gauges if id not in OTHER_METHODS])
def test_every_declared_gauge_speaks_on_the_sample(id: str, sample_board: Board) -> None:
    """One that no SQL ever gives would stand on the definitions page and nowhere else."""
    sample_board.version()
    assert id in _figures(sample_board)


def test_only_what_was_left_out_on_purpose_is_left_out() -> None:
    left_out = {id: a.system for id, a in ROWS.items() if a.left_out}
    assert set(left_out) == {"J11", "J12"}
    assert all(s.left_out_zh and s.left_out_en for s in left_out.values())
