"""One spelling for one thing: codes of teams and sites are put into one, said, and never merged on a guess."""

from typing import Any

import duckdb
import pytest

from data_pipeline.declare.describe import sample_row
from data_pipeline.intake import Examined, examine
from data_pipeline.intake.cells.code import look_alikes, near, spelled
from tests.intake.sheets import changes, codes, sheet
from tests.support.samples import pack

FEED = pack().feeds["support"]
ROW = sample_row(FEED, pack())


def teams(*ids: str, hours: tuple[int, ...] | None = None, **how: Any) -> Examined:
    """One row a team, an hour apart where the hours are given."""
    at = hours or (18,) * len(ids)
    body = [
        list((ROW | {"team_id": i, "as_of": f"2022-04-06 {h:02d}:00"}).values()) for i, h in zip(ids, at, strict=True)
    ]
    return examine(pack(), FEED.id, "a.csv", sheet(body, list(ROW)).encode(), **how)


@pytest.mark.parametrize(
    "text",
    [
        "T-01",
        "Ｔ－０１",
        "t-01",
        "T—01",
        "T–01",
        "T - 01",
        " T-01 ",
        "T‑01",
        "T−01",
        "t－０１",
        "T-0 1",
        "\u200bT-01",
        "'T-01",
    ],
)
def test_one_code_in_any_spelling_is_one(text: str) -> None:
    assert spelled(text)[0] == "T-01"
    found = teams(text)
    assert found.table["team_id"].to_pylist() == ["T-01"]
    assert bool(changes(found) & {"code", "trimmed", "full_width", "quoted"}) == (text != "T-01")


@pytest.mark.parametrize("text", ["0012", "007", "00-1", "区一队", "Depot North", "A/B", "3F"])
def test_what_is_shown_stays(text: str) -> None:
    assert spelled(text) == (text, "")
    assert teams(text).table["team_id"].to_pylist() == [text]


def test_0012_is_not_12() -> None:
    assert teams("0012", "12").table["team_id"].to_pylist() == ["0012", "12"]


def test_names_lose_stray_spaces_and_keep_their_case() -> None:
    assert spelled("浦东 一队")[0] == "浦东一队"
    assert spelled("Depot  North")[0] == "Depot North"


def test_a_look_alike_is_put_right_where_the_files_own_rows_know_it() -> None:
    found = teams("T-01", "T-01", "T-O1", "T-l1", hours=(14, 16, 18, 18))
    assert found.table["team_id"].to_pylist() == ["T-01", "T-01", "T-01", "T-L1"]
    assert "look_alike" in changes(found)
    assert teams("T-O1", "T-02").table["team_id"].to_pylist() == ["T-O1", "T-02"]
    assert look_alikes(["T-01", "T-O1"], [1, 1]) == {}


def test_two_teams_of_one_moment_are_never_merged() -> None:
    found = teams("T-01", "T-01", "T-O1", hours=(16, 18, 18))
    assert found.report.refused == 0 or "duplicate_key" in codes(found)
    rows = found.report.accepted + found.report.refused + found.report.set_aside
    assert rows == 3


@pytest.mark.parametrize(
    ("sent", "asked"), [("T-O1", True), ("T01", True), ("T-1", True), ("T-02", False), ("T-01", False)]
)
def test_a_new_code_beside_a_known_one_nearly_the_same_is_asked_about(sent: str, asked: bool) -> None:
    known = teams("T-01", hours=(16,)).table
    with duckdb.connect() as history:
        history.execute("create schema known")
        history.register("told", known)
        history.execute(f"create table known.{FEED.id} as select * from told")
        found = teams(sent, history=history)
    assert [p.value for p in found.report.problems if p.code == "near_code"] == ([sent] if asked else [])
    assert found.table["team_id"].to_pylist() == [sent]


def test_near_is_wider_than_the_same() -> None:
    assert near("T-O1") == near("T-01") == near("t1")
    assert near("T-01") != near("T-11")
