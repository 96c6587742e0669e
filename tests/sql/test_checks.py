"""Every check finds the rows it is there for, and no others; each says so in both languages."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from data_pipeline.query import catalogue, parameters, run
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.store.tables.checks import COLUMNS, names
from data_pipeline.words import LANGUAGES, say
from tests.support import samples
from tests.support.marts import DAY, WHOLE_DISTRICT, Marts, Row, marts, slot

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

FOLDERS = catalogue.folders()
EVERY = catalogue.names(FOLDERS, "check")
CITY, HUANGPU, BUND, NANJING_RD = "310000", "310101", "310101013", "310101002"
BELOW = [a.code for a in samples.pack().areas if a.parent == HUANGPU and not a.is_quasi]


@pytest.fixture
def given() -> Marts:
    return marts()


def found(given: Marts, check: str, feeds: dict[str, list[Row]]) -> list[tuple[Any, ...]]:
    """(subject, area, told, ought) of each row the check has on these rows."""
    sql = catalogue.text(FOLDERS, f"check/{check}").replace("$ops_day", f"'{DAY}'")
    return [(r["subject"], r["area_code"], r["told"], r["ought"]) for r in given.given(feeds).rows(sql)]


def over(check: str, tables: dict[str, list[Row]]) -> list[Row]:
    """The same on marts written by hand: what the board's own SQL should never let happen."""
    con = open_scratch(Limits(threads=1))
    for name, rows in tables.items():
        held = pa.Table.from_pylist(rows)
        con.execute(f"create schema if not exists {name.split('.')[0]}")
        con.register("held", held)
        con.execute(f"create table {name} as from held")
    asked = {"ops_day": DAY} if parameters(catalogue.text(FOLDERS, f"check/{check}")) else {}
    return run(con, FOLDERS, f"check/{check}", asked).to_dict("records")


def task(place: str, hour: float, due: int, done: int, open_now: int | None = None, **more: Any) -> Row:
    return {
        "district_code": HUANGPU,
        "subdistrict": place,
        "task_type": "KEY_HARDSHIP",
        "as_of": slot(hour),
        "carry_in": 0,
        "new_due_today": due,
        "done_today": done,
        "open_now": due - done if open_now is None else open_now,
    } | more


def screening(hour: float = 14, **more: Any) -> Row:
    return {
        "round_id": "R20220406",
        "district_code": HUANGPU,
        "subdistrict": BUND,
        "method": "PCR_10",
        "as_of": slot(hour),
        "target_people": 1000,
        "sampled_people": 800,
        "sampled_tubes": 80,
        "delivered_tubes": 70,
        "tested_tubes": 60,
        "reported_tubes": 50,
        "recheck_due_people": 9,
        "rechecked_people": 9,
    } | more


# the rows a check is there for, and what it says of them; then the nearest rows that are in order
GIVEN: dict[str, tuple[dict[str, list[Row]], list[tuple[Any, ...]], dict[str, list[Row]]]] = {
    "done_over_due": (
        {"tasks": [task(BUND, 10, 10, 12, 0)]},
        [("key_hardship", BUND, 12, 10)],
        {"tasks": [task(BUND, 10, 10, 10)], "screening": [screening(sampled_people=1040)]},
    ),
    "unbalanced": (
        {"tasks": [task(BUND, 10, 10, 4, 5)]},
        [("key_hardship", BUND, 5, 6)],
        {"tasks": [task(BUND, 10, 10, 4, 5, cancelled_today=1)]},
    ),
    "open_negative": (
        {"tasks": [task(BUND, 10, 10, 13, -3)]},
        [("key_hardship", BUND, -3, 0)],
        {"tasks": [task(BUND, 10, 10, 10, 0)]},
    ),
    "fell": (
        {"tasks": [task(BUND, 10, 40, 30), task(BUND, 12, 40, 20), task(NANJING_RD, 10, 9, 1)]},
        [("key_hardship", BUND, 20, 30)],
        {
            "tasks": [
                task(BUND, 10, 40, 30),
                task(BUND, 12, 40, 30),
                task(BUND, 10, 9, 0, report_date=DAY + timedelta(1), as_of=slot(10, DAY + timedelta(1))),
            ]
        },
    ),
    "stages_out_of_order": (
        {"screening": [screening(tested_tubes=75, rechecked_people=11)]},
        [("screening test PCR_10", BUND, 750, 700), ("screening verify PCR_10", BUND, 11, 9)],
        {"screening": [screening(delivered_tubes=80, tested_tubes=None)]},
    ),
    "deadline_before_day": (
        {"screening": [screening(8, round_id="R20220403")]},
        [("screening", BUND, 200, 0)],
        {"screening": [screening(8)]},
    ),
    "unknown_code": (
        {"tasks": [task(BUND, 10, 1, 1, task_type="NOPE"), task(BUND, 12, 1, 1, task_type="NOPE")]},
        [("tasks.task_type NOPE", None, 2, 0)],
        {"tasks": [task(BUND, 10, 1, 1)]},
    ),
    "unknown_area": (
        {"tasks": [task(BUND, 10, 1, 1, area_code="310199001")]},
        [("tasks.area_code", "310199001", 1, 0)],
        {"tasks": [task(BUND, 10, 1, 1)], "bulletin": [{"district_code": CITY, "confirmed_new": 1}]},
    ),
}


@pytest.mark.parametrize("check", GIVEN)
def test_a_check_finds_what_it_is_there_for_and_nothing_else(given: Marts, check: str) -> None:
    wrong, said, right = GIVEN[check]
    had = found(given, check, wrong)
    assert [row for row in had if row[0] in {s[0] for s in said}] == said
    assert found(given, check, right) == []


@pytest.mark.parametrize(
    ("total", "parts", "differs"),
    [(1000, BELOW, True), (10 * len(BELOW), BELOW, False), (1000, BELOW[:-1], False), (11, BELOW[:-1], True)],
    ids=["all spoke", "they agree", "some are late", "the late ones cannot make it less"],
)
def test_a_total_is_held_against_parts_told_at_the_same_slot(
    given: Marts, total: int, parts: list[str], differs: bool
) -> None:
    rows = [task(code, 10, 10, 0) for code in parts] + [task(WHOLE_DISTRICT, 10, total, 0)]
    rows += [task(WHOLE_DISTRICT, 12, 7777, 0)]  # alone: nothing to hold it against
    had = found(given, "total_not_its_parts", {"tasks": rows})
    said = [
        ("tasks KEY_HARDSHIP new_due_today", HUANGPU, total, 10 * len(parts)),
        ("tasks KEY_HARDSHIP open_now", HUANGPU, total, 10 * len(parts)),
    ]
    assert had == (said if differs else [])


def test_the_citys_figure_is_held_against_its_districts(given: Marts) -> None:
    def day(city: int) -> dict[str, list[Row]]:
        parts = [{"district_code": d.code, "confirmed_new": 2} for d in samples.pack().districts]
        return {"bulletin": [*parts, {"district_code": CITY, "confirmed_new": city}]}

    assert found(given, "total_not_its_parts", day(40)) == [("bulletin confirmed_new", CITY, 40, 32)]
    assert found(given, "total_not_its_parts", day(32)) == []


LEDGER = {
    "line": "transfer",
    "part": "transfer",
    "ops_day": DAY,
    "as_of": slot(10),
    "carry_in": 1,
    "new_due": 9,
    "done": 4,
    "cancelled": 0,
    "open": 6,
}
OPERATION = [{"city_code": CITY}]


def at(level: str, area: str, **more: Any) -> Row:
    return LEDGER | {"level": level, "area_code": area, "district_code": area, "deadline_at": slot(24)} | more


def test_a_city_that_is_not_the_sum_of_its_districts_is_a_fault() -> None:
    whole, one, other = (
        at("city", CITY, done=8, open=12, carry_in=2, new_due=18),
        at("district", HUANGPU),
        at("district", "310104"),
    )
    right = {"mart.summed": [whole, one, other], "mart.ledger": [one, other], "ref.operation": OPERATION}
    assert over("city_not_its_districts", right) == []
    wrong = right | {"mart.summed": [whole | {"done": 9}, one, other]}
    (row,) = over("city_not_its_districts", wrong)
    assert (row["severity"], row["subject"], row["told"], row["ought"]) == ("fault", "transfer", 9, 8)
    alone = at("city", CITY)  # told for the city as a whole: no district adds up to it
    assert over("city_not_its_districts", right | {"mart.summed": [alone], "mart.ledger": [alone]}) == []


@pytest.mark.parametrize("marked", [True, False])
def test_a_fall_that_is_not_marked_as_restated_is_a_fault(marked: bool) -> None:
    rows = [at("city", CITY), at("city", CITY, as_of=slot(12), done=3)]
    paced = [row | {"restated": marked and row["done"] == 3} for row in rows]
    had = over("fell_unmarked", {"mart.clearance": rows, "mart.pace": paced})
    assert [(r["told"], r["ought"]) for r in had] == ([] if marked else [(3, 4)])


def test_two_figures_for_one_line_area_and_slot_are_a_fault() -> None:
    once = at("city", CITY)
    tables = {
        "mart.clearance": [once, at("district", CITY), once | {"as_of": slot(12)}],
        "mart.gauge": [once | {"gauge": "runway_beds"}],
        "mart.freshness": [once | {"feed": "transfer"}],
        "mart.outcome": [once],
    }
    assert over("twice", tables) == []
    (row,) = over("twice", tables | {"mart.gauge": tables["mart.gauge"] * 2})
    assert (row["subject"], row["told"], row["severity"]) == ("runway_beds", 2, "fault")


@pytest.mark.parametrize(
    ("check", "column", "bad", "good"),
    [
        ("load_without_rows", "accepted", 0, 1),
        ("load_restated", "restated_rows", 3, 0),
    ],
)
def test_a_load_is_looked_at_as_long_as_it_is_seen(check: str, column: str, bad: int, good: int) -> None:
    load = {
        "load_id": 1,
        "feed": "tasks",
        "file_name": "a.csv",
        "received_at": slot(10),
        "accepted": 5,
        "restated_rows": 0,
        "withdrawn_rows": 0,
        "renamed_rows": 0,
    }

    def rows(value: int, seen_to: Any = None) -> int:
        spans = [{"load_id": 1, "seen_to": seen_to}, {"load_id": 9, "seen_to": slot(1)}]
        return len(over(check, {"meta.loads": [load | {column: value}], "meta.spans": spans}))

    assert (rows(bad), rows(good), rows(bad, slot(11))) == (1, 0, 0)


def test_the_sample_has_no_fault_and_every_check_answers_alike(sample_board: "Board") -> None:
    assert names(sample_board.pack) == EVERY
    for name in EVERY:
        rows = sample_board.rows(name, ops_day=DAY)
        assert tuple(rows.columns) == COLUMNS
        assert set(rows.severity) <= {"look"}, name


@pytest.mark.parametrize("name", EVERY)
def test_every_check_says_in_both_languages_what_it_found(name: str) -> None:
    for lang in LANGUAGES:
        assert "7" in say(lang, name.replace("/", "."), rows=7, first="x", name=name)
