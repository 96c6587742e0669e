"""Tables and views follow from the declarations, and hold nothing a lake could not hold."""

import dataclasses
import re
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.cli.docs import paper
from data_pipeline.core.errors import DeclarationError
from data_pipeline.core.settings import HERE, ROOT
from data_pipeline.declare import Pack, load_pack
from data_pipeline.query.tables import tables
from data_pipeline.store.tables import generated, laid, views
from data_pipeline.store.tables.schema import create_sql, raw_columns, schema_sql
from tests.store import tiny

GENERATED = sorted((ROOT / "queries" / "generated").rglob("*.sql"))
SHANGHAI = load_pack(HERE / "pack" / "shanghai-2022")


def with_queries(tmp_path: Path, **files: str) -> Pack:
    """The tiny pack with queries of its own: layer__name=sql."""
    for name, sql in files.items():
        path = tmp_path / "queries" / f"{name.replace('__', '/')}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"-- One row per test.\n{sql}\n", "utf-8")
    return dataclasses.replace(tiny.pack(), queries=(tmp_path / "queries",))


def test_the_committed_schema_is_the_packs() -> None:
    assert (ROOT / "queries" / "raw" / "schema.sql").read_text("utf-8") == schema_sql(SHANGHAI)


def test_what_is_generated_is_committed_as_it_is_made_and_nothing_else() -> None:
    made = {name: text for name, text in paper().items() if name.startswith("queries/generated/")}
    held = {f.relative_to(ROOT).as_posix(): f for f in (ROOT / "queries" / "generated").rglob("*.sql")}
    assert held.keys() == made.keys()
    assert {name for name, text in made.items() if held[name].read_text("utf-8") != text} == set()


@pytest.mark.parametrize("file", GENERATED, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_generated_query_is_one_select_that_says_what_a_row_is(file: Path) -> None:
    sql = file.read_text("utf-8")
    assert sql.startswith("-- One row per ")
    tables(sql)  # raises unless it is exactly one SELECT


def test_a_view_of_another_pack_says_which_declaration_it_follows_from() -> None:
    made = generated.generated(tiny.pack())
    assert {generated.origin(name, m) for name, m in made.items()} <= {m.declared for m in made.values()}


def test_nothing_a_lake_lacks_is_used() -> None:
    lacking = r"primary key|unique|sequence|nextval|create\s+(unique\s+)?index|on conflict|references |/|\\"
    assert re.findall(lacking, re.sub(r"--.*", "", create_sql(SHANGHAI)), re.IGNORECASE) == []


@pytest.mark.parametrize("feed", SHANGHAI.feeds.values(), ids=lambda f: f.id)
def test_a_raw_table_has_the_declared_columns_then_place_and_origin(feed) -> None:
    columns = list(raw_columns(feed))
    own = ["ops_day", *(["area_code"] if feed.has_area else []), "load_id", "row_no", "received_at", "takes_back"]
    assert columns == [*feed.names, *own]


def test_every_shipped_view_is_made_for_the_shipped_pack() -> None:
    ordered, left_out = views.plan(SHANGHAI)
    # of the standard feeds, which this pack does not take
    assert left_out == ["beside.checked", "clean.rechecks", "clean.work", "line.work"]
    assert {"mart.ledger", "mart.reading"} <= {v.name for v in ordered}


def test_a_pack_without_lines_has_empty_marts(board: Board) -> None:
    assert tiny.known(board, "select count(*) from mart.ledger") == [(0,)]
    assert tiny.known(board, "select count(*) from mart.reading") == [(0,)]


def test_reference_tables_hold_what_the_pack_declares_in_its_order(board: Board) -> None:
    assert tiny.known(board, "select code, aliases from ref.areas order by sort")[2] == (
        tiny.WEST,
        ["西", "West District"],
    )
    assert tiny.known(board, "select id, snapshot from ref.feeds order by sort") == [("counts", False), ("sites", True)]
    assert tiny.known(board, "select city_code, slots from ref.operation") == [("310000", [14, 16, 18, 24])]


def test_views_are_made_in_the_order_they_depend(tmp_path: Path) -> None:
    pack = with_queries(
        tmp_path,
        mart__aa="select n from mart.zz",
        mart__zz="select count(*) as n from clean.middle",
        clean__middle="select * from known.counts",
    )
    board = Board(pack, tmp_path / "board")
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 1, None)))
    assert tiny.known(board, "select n from mart.aa") == [(1,)]


def test_a_view_of_a_feed_the_pack_lacks_is_left_out_with_all_that_read_it(tmp_path: Path) -> None:
    pack = with_queries(
        tmp_path,
        clean__gone="select * from known.nowhere",
        mart__above="select * from clean.gone",
        mart__beside="select 1 as n",
    )
    ordered, left_out = views.plan(pack)
    assert {"clean.gone", "mart.above"} <= set(left_out)
    assert "mart.beside" in {v.name for v in ordered}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"mart__a": "select * from mart.missing"}, "which does not exist"),
        ({"mart__a": "select * from mart.b", "mart__b": "select * from mart.a"}, "reads itself"),
        ({"mart__a": "select 1 as n; select 2 as n"}, "SELECT"),
        ({"mart__a": "select nope from known.counts"}, "nope"),
        ({"mart__a": "drop table raw.counts"}, "SELECT"),
    ],
    ids=["missing", "circle", "two", "column", "drop"],
)
def test_a_view_that_cannot_be_made_says_which_and_why(tmp_path: Path, files: dict[str, str], why: str) -> None:
    with pytest.raises(DeclarationError, match=why) as caught:
        Board(with_queries(tmp_path, **files), tmp_path / "board").version()
    assert "mart/a" in str(caught.value)


def test_the_same_views_are_checked_once_by_a_process_and_those_that_fail_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, check = [], views.check
    monkeypatch.setattr(views, "check", lambda scratch, of: checked.append(1) or check(scratch, of))
    laid.CHECKED.clear()
    for name in ("one", "two"):
        assert tiny.board(tmp_path / name).loads().empty
    assert len(checked) == 1
    wrong = with_queries(tmp_path, mart__a="select nope from known.counts")
    for name in ("three", "four"):
        with pytest.raises(DeclarationError, match="nope"):
            Board(wrong, tmp_path / name).version()
    assert len(checked) == 3


def test_changed_sql_is_published_at_the_next_start_without_new_data(tmp_path: Path) -> None:
    first = Board(with_queries(tmp_path, mart__a="select 1 as n"), tmp_path / "board")
    tiny.send(first, tiny.counts(("14:00", tiny.EAST, "A", 1, None)))
    before = first.version()
    assert tiny.known(first, "select n from mart.a") == [(1,)]
    second = Board(with_queries(tmp_path, mart__a="select 2 as n"), tmp_path / "board")
    assert tiny.known(second, "select n from mart.a") == [(2,)]
    assert second.version() != before
    assert second.state_hash() == first.state_hash()


def test_a_new_column_makes_the_data_be_loaded_again(tmp_path: Path) -> None:
    first = tiny.board(tmp_path)
    tiny.send(first, tiny.counts(("14:00", tiny.EAST, "A", 1, None)))
    feed = tiny.pack().feeds["counts"]
    more = feed.column[-1].model_copy(update={"name": "more", "optional": True, "zh": "多", "en": "More"})
    feeds = tiny.pack().feeds | {"counts": feed.model_copy(update={"column": (*feed.column, more)})}
    second = Board(dataclasses.replace(tiny.pack(), feeds=feeds), tmp_path / "board")
    assert tiny.known(second, "select done_today, more from known.counts") == [(1, None)]


def test_a_filter_on_the_day_reaches_the_scan(board: Board) -> None:
    tiny.send(board, tiny.many(4000))
    ((_, plan),) = tiny.known(board, "explain select * from known.counts where ops_day = date '2022-04-02'")
    assert re.search("ops_day ?= ?'2022-04-02'", plan[plan.index("READ_PARQUET") :])
