"""Long and wide files: turned as the mapping tells, offered where nothing is told, never loaded as something else."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from data_pipeline.declare import load_pack
from data_pipeline.intake import Examined, examine
from data_pipeline.intake.cells import label, place
from data_pipeline.intake.lines import line_of
from tests.intake.sheets import changes, codes, look, unreadable
from tests.support.samples import pack

DISTRICTS = [a for a in pack().areas if a.level == "district" and not a.is_quasi]
NAMES = [a.short_zh or a.zh for a in DISTRICTS]
TINY = Path(__file__).parents[1] / "packs" / "tiny"
DAYS = ("2022-04-05", "2022-04-06")
LONG = {"类别": "@kind", "人数": "@count"}


def text(*rows: Sequence[object], gap: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=gap, lineterminator="\n").writerows(rows)
    return out.getvalue()


def bulletin(data: str | bytes, mapping: dict[str, str] | None = None) -> Examined:
    return look(data, "bulletin", mapping=mapping)


def wide(**more: object) -> str:
    return text(["日期", *NAMES, *more], *([d, *range(1, len(NAMES) + 1), *more.values()] for d in DAYS))


def long() -> str:
    body = [
        (d, k, n, 10 * i + j)
        for d in DAYS
        for i, n in enumerate(NAMES)
        for j, k in enumerate(("新增确诊", "新增无症状"))
    ]
    return text(["日期", "类别", "区", "人数"], *body)


def test_a_wide_file_is_one_row_a_day_and_district() -> None:
    found = bulletin(wide(), {"*": "confirmed_new@district_code"})
    assert (unreadable(found), codes(found)) == ("", [])
    rows = found.table.to_pylist()
    assert len(rows) == 2 * len(NAMES) == found.report.accepted == found.report.records
    assert [(r["district_code"], r["confirmed_new"]) for r in rows[:2]] == [
        (DISTRICTS[0].code, 1),
        (DISTRICTS[1].code, 2),
    ]
    assert len({r["row_no"] for r in rows}) == len(rows)
    assert {line_of(r["row_no"]) for r in rows} == {2, 3}
    assert "turned_wide" in changes(found)


def test_a_wide_file_of_several_figures_is_read_by_the_part_beside_the_place() -> None:
    heads = [f"{n}_{w}" for w in ("确诊", "无症状") for n in NAMES]
    data = text(["日期", *heads], [DAYS[0], *range(len(heads))])
    told = {"*_确诊": "confirmed_new@district_code", "*_无症状": "asymptomatic_new@district_code"}
    rows = bulletin(data, told).table.to_pylist()
    assert [(r["confirmed_new"], r["asymptomatic_new"]) for r in rows] == [(i, i + 16) for i in range(16)]


def test_one_header_can_be_told_by_itself_and_a_class_can_be_the_column() -> None:
    told = {"东边": "confirmed_new@district_code:浦东"}
    found = bulletin(text(["日期", "东边", "新增无症状"], [DAYS[0], 7, 1]), told)
    assert [(r["district_code"], r["confirmed_new"]) for r in found.table.to_pylist()] == [("310115", 7)]
    assert unreadable(bulletin(text(["日期", "东边", "新增确诊"], [DAYS[0], 7, 1]), told)) == "figure_twice"
    tiny = load_pack(TINY)
    labels = [t.zh for t in tiny.terms("kind")]
    data = text(["日期", "时点", "区", *labels, "库存"], [DAYS[1], "14:00", "东区", *range(len(labels)), 9])
    found = examine(tiny, "counts", "a.csv", data.encode(), mapping={"*": "done_today@kind"})
    told = [(r["kind"], r["done_today"]) for r in found.table.to_pylist()]
    assert told == [(t.code, i) for i, t in enumerate(tiny.terms("kind"))]


def test_the_whole_beside_all_its_parts_is_the_city_and_beside_some_it_is_not() -> None:
    city = bulletin(wide(合计=136), {"*": "confirmed_new@district_code"})
    assert [r["confirmed_new"] for r in city.table.to_pylist() if r["district_code"] == "310000"] == [136, 136]
    some = text(["日期", *NAMES[:4], "合计"], [DAYS[0], 1, 2, 3, 4, 10])
    found = bulletin(some, {"*": "confirmed_new@district_code"})
    assert found.report.accepted == 4
    assert "unknown_header" in codes(found)


def test_blank_cells_of_a_wide_file_are_not_reported_and_said() -> None:
    data = text(["日期", *NAMES], [DAYS[0], "", "—", *range(14)])
    found = bulletin(data, {"*": "confirmed_new@district_code"})
    assert found.report.accepted == 15
    assert found.table["confirmed_new"].null_count == 1
    (said,) = [c for c in found.report.changes if c.code == "turned_wide"]
    assert said.facts["blank"] == 1


def test_a_wrong_cell_of_a_wide_file_is_refused_with_its_line_and_the_others_stay() -> None:
    data = text(["日期", *NAMES], [DAYS[0], "约三十", *range(15)], [DAYS[1], *range(16)])
    found = bulletin(data, {"*": "confirmed_new@district_code"})
    assert (found.report.accepted, found.report.refused) == (31, 1)
    assert [(p.line, p.code) for p in found.report.problems if p.code == "not_a_number"] == [(2, "not_a_number")]
    assert found.returned.num_rows == 1


def test_a_long_file_is_one_row_a_day_and_district() -> None:
    found = bulletin(long(), LONG)
    assert (unreadable(found), codes(found)) == ("", [])
    rows = found.table.to_pylist()
    assert len(rows) == 32 == found.report.records
    assert [(r["confirmed_new"], r["asymptomatic_new"]) for r in rows[:2]] == [(0, 1), (10, 11)]
    assert [line_of(r["row_no"]) for r in rows[:2]] == [2, 4]
    assert "turned_long" in changes(found)


def test_kinds_that_are_no_columns_are_told_or_refused_with_their_line() -> None:
    data = text(
        ["日期", "类别", "区", "人数"],
        [DAYS[0], "本土确诊", "浦东", 5],
        [DAYS[0], "新增无症状", "浦东", 6],
        [DAYS[0], "其他", "浦东", 7],
    )
    found = bulletin(data, LONG)
    assert (found.report.accepted, found.report.refused) == (1, 2)
    assert [p.line for p in found.report.problems if p.code == "unknown_kind"] == [2, 4]
    found = bulletin(data, LONG | {"类别:本土确诊": "confirmed_new", "类别:其他": ""})
    assert (found.report.accepted, found.report.refused, found.report.set_aside) == (1, 0, 1)
    assert found.table["confirmed_new"].to_pylist() == [5]


def test_the_same_figure_twice_counts_once_and_two_figures_are_refused() -> None:
    head = ["日期", "类别", "区", "人数"]
    same = text(head, [DAYS[0], "新增确诊", "浦东", 5], [DAYS[0], "新增确诊", "浦东", 5])
    found = bulletin(same, LONG)
    assert (found.report.accepted, found.report.refused, found.report.set_aside) == (1, 0, 1)
    differs = text(head, [DAYS[0], "新增确诊", "浦东", 5], [DAYS[0], "新增确诊", "浦东", 6])
    found = bulletin(differs, LONG)
    assert found.report.refused == 1
    assert [p.code for p in found.report.problems if p.severity == "refuse"] == ["kind_twice"]


@pytest.mark.parametrize("gap", [",", "\t", ";", "|", " "])
def test_shapes_are_read_whatever_separates_them(gap: str) -> None:
    assert bulletin(wide().replace(",", gap), {"*": "confirmed_new@district_code"}).report.accepted == 32
    assert bulletin(long().replace(",", gap), LONG).report.accepted == 32


def test_totals_among_the_lines_of_a_long_file_are_set_aside() -> None:
    data = long() + text([DAYS[0], "新增确诊", "合计", 9999], [DAYS[0], "合计", "浦东", 9999])
    found = bulletin(data, LONG)
    assert (found.report.accepted, found.report.set_aside) == (32, 2)


@pytest.mark.parametrize(
    ("data", "way"), [(wide(), "looks_wide"), (long(), "looks_long"), (wide().replace(",", " "), "looks_wide")]
)
def test_another_shape_that_nobody_told_is_refused_and_offered(data: str, way: str) -> None:
    found = bulletin(data)
    assert unreadable(found) == way
    assert found.report.unreadable is not None
    assert found.report.unreadable.suggestion("zh") != found.report.unreadable.suggestion("en")
    likely = found.report.likely
    assert likely is not None
    if way == "looks_wide":
        assert (likely.column, likely.forms[0][0], len(likely.forms[0][1])) == ("district_code", "*", 16)
    else:
        assert (likely.kind, likely.count) == ("类别", "人数")
        assert dict(likely.kinds) == {"新增确诊": "confirmed_new", "新增无症状": "asymptomatic_new"}


@pytest.mark.parametrize(
    "mapping",
    [
        {"*": "nothing@district_code"},
        {"*": "confirmed_new@nothing"},
        {"*": "source_url@district_code"},
        LONG | {"类别:a": "b"},
    ],
)
def test_a_shape_that_cannot_be_is_refused(mapping: dict[str, str]) -> None:
    assert unreadable(bulletin(long(), mapping)) == "mapping_unknown"


def test_a_shape_kept_from_before_does_no_harm_to_a_file_of_the_feeds_own() -> None:
    own = text(["日期", "区", "新增确诊", "新增无症状", "转归确诊"], [DAYS[0], "浦东", 1, 2, 0])
    assert bulletin(own, LONG | {"*": "confirmed_new@district_code"}).report.accepted == 1


def test_a_shape_is_looked_for_without_asking_what_every_unknown_cell_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is nothing of ours took seconds: each of its cells was compared with every name there is."""

    def never(*_: object, **__: object) -> list[str]:
        raise AssertionError("looked for something like it")

    monkeypatch.setattr(place, "get_close_matches", never)
    monkeypatch.setattr(label, "get_close_matches", never)
    rows = text(*([f"x{i}{j}" for j in range(9)] for i in range(50)))
    assert unreadable(bulletin(rows)) == "no_header"
    assert unreadable(bulletin(wide())) == "looks_wide"
