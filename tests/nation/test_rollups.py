"""All cities as their boards told: the newest counts, earlier moments stand as they did, and sums are sums of parts."""

import random
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow.parquet import ParquetFile

from data_pipeline.core.errors import BoardError
from data_pipeline.core.records import records
from data_pipeline.nation.rollups import LEVELS, MANY, SCHEMA, Rollups
from data_pipeline.nation.standing import Standing, standing

DAY, SIX = date(2022, 4, 6), datetime(2022, 4, 6, 18)
LINES = ("chase", "issues", "transfer", "key_groups")
STATES = ("on_track", "at_risk", "will_miss", "unknown")


def told(city: str, line: str, **facts: Any) -> dict[str, Any]:
    row = dict.fromkeys(SCHEMA.names) | {
        "ops_day": DAY, "level": "city", "city": city, "line": line, "part": line, "area": city, "slot": SIX,
        "due": 100.0, "done": 60.0, "open": 40.0, "state": "on_track", "seq": 1, "reported_at": SIX, "finish_at": SIX,
    }  # fmt: skip
    return row | facts


def table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), SCHEMA)


def held(of: Rollups, column: str, level: str = "city") -> list:
    """Of all that was ever reported of the day."""
    return [x for file in of.files(DAY, level) for x in ParquetFile(file).read([column]).column(column).to_pylist()]


@pytest.fixture
def rollups(tmp_path: Path) -> Rollups:
    return Rollups(tmp_path / "nation")


def at(rollups: Rollups, hour: int = 24) -> Standing:
    return standing(rollups, LINES, DAY, datetime(2022, 4, 6) + timedelta(hours=hour))


def test_before_anybody_has_told_anything_there_is_nothing(rollups: Rollups) -> None:
    found = at(rollups)
    assert (len(found.cities), len(found.lines), rollups.version()) == (0, 0, -1)


def test_the_newest_that_a_city_told_counts_and_an_earlier_moment_stands_as_it_did(rollups: Rollups) -> None:
    rollups.append(table([told("a", "transfer"), told("b", "transfer", open=7.0)]))
    rollups.append(table([told("a", "transfer", open=5.0, seq=2, reported_at=SIX + timedelta(hours=2))]))
    assert list(at(rollups).cities["open"]) == [5, 7]
    assert list(at(rollups, 19).cities["open"]) == [40, 7]
    assert at(rollups, 17).cities.empty


def test_a_line_that_a_city_no_longer_tells_of_is_gone_with_its_file(rollups: Rollups) -> None:
    rollups.append(table([told("a", "transfer"), told("a", "chase")]))
    rollups.append(table([told("a", "chase", seq=2, reported_at=SIX + timedelta(minutes=5))]))
    assert list(at(rollups).cities["line"]) == ["chase"]


def test_another_judgement_of_the_same_ledger_line_is_the_newer_one(rollups: Rollups) -> None:
    rollups.append(table([told("a", "chase", state="on_track")]))
    rollups.append(table([told("a", "chase", state="at_risk", reported_at=SIX + timedelta(minutes=10))]))
    assert list(at(rollups).cities["state"]) == ["at_risk"]


def test_the_last_city_ends_the_line_and_where_one_has_no_end_there_is_none(rollups: Rollups) -> None:
    late = SIX + timedelta(hours=5)
    rollups.append(
        table([told("a", "chase"), told("b", "chase", finish_at=late), told("c", "chase", open=0.0, finish_at=None)])
    )
    assert at(rollups).lines["finish_at"].tolist() == [late]
    rollups.append(table([told("d", "chase", finish_at=None)]))
    assert str(at(rollups).lines["finish_at"].tolist()) == "[NaT]"


def test_two_replicas_of_a_board_that_tell_the_same_are_one(rollups: Rollups) -> None:
    for _ in range(2):
        rollups.append(table([told("a", "chase"), told("a", "transfer")]))
    assert at(rollups).lines["open"].tolist() == [40, 40]


def test_what_different_parts_speak_for_is_not_summed(rollups: Rollups) -> None:
    rollups.append(
        table([told("a", "key_groups", part="alone"), told("b", "key_groups", part="hardship"), told("a", "chase")])
    )
    found = {r["line"]: r for r in records(at(rollups).lines)}
    assert found["chase"]["open"] == 40
    assert str(found["key_groups"]["open"]) == "nan", "each city's slowest group speaks, never a sum"
    assert found["key_groups"]["cities"] == 2


def test_a_folder_that_cannot_be_reached_says_so_and_nothing_of_what_is_in_it(rollups: Rollups) -> None:
    rollups.append(table([told("a", "chase")]))
    log = rollups.folder / "_delta_log"
    aside = log.rename(log.with_name("aside"))
    log.write_text("in its place")
    assert (rollups.version(), rollups.files(DAY, "city")) == (-1, [])
    log.unlink()
    log.mkdir()
    (log / f"{0:020}.json").write_text("{")
    for ask in (
        rollups.version,
        lambda: rollups.files(DAY, "city"),
        lambda: rollups.append(table([told("a", "chase")])),
    ):
        with pytest.raises(BoardError) as why:
            ask()
        assert why.value.code == "rollups_away"
        assert all(why.value.sentence(lang) for lang in ("zh", "en"))
    shutil.rmtree(log)
    aside.rename(log)
    assert at(rollups).lines["open"].tolist() == [40]


def test_districts_are_kept_beside_and_never_added_to_their_city(rollups: Rollups) -> None:
    rollups.append(table([told("a", "chase"), told("a", "chase", level="district", area="a1")]))
    assert at(rollups).lines["open"].tolist() == [40]
    assert held(rollups, "area", "district") == ["a1"]


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_slow_twin_finds(rollups: Rollups, seed: int) -> None:
    """Day by day, publication by publication, in Python."""
    dice, kept = random.Random(seed), []
    for _ in range(30):
        city, seq, moved = dice.choice("abcd"), len(kept), SIX + timedelta(minutes=10 * dice.randrange(12))
        rows = [
            told(city, line, due=100.0, done=float(done), open=float(100 - done), state=dice.choice(STATES),
                 seq=seq, reported_at=moved, finish_at=dice.choice([None, moved]))
            for line in dice.sample(["chase", "issues", "transfer"], dice.randrange(1, 4))
            for done in [dice.randrange(101)]
        ]  # fmt: skip
        kept.append(rows)
        rollups.append(table(rows))
    moment = SIX + timedelta(minutes=70)
    newest: dict[str, list[dict]] = {}
    for city in "abcd":
        own = [r for rows in kept for r in rows if r["city"] == city and r["reported_at"] <= moment]
        if own:
            newest[city] = max(
                (rows for rows in kept if rows[0] in own), key=lambda rows: (rows[0]["reported_at"], rows[0]["seq"])
            )
    found = standing(rollups, LINES, DAY, moment)
    expected = sorted((r["city"], r["line"], r["open"], r["state"]) for rows in newest.values() for r in rows)
    assert sorted(zip(*(found.cities[c] for c in ("city", "line", "open", "state")), strict=True)) == expected
    for line in records(found.lines):
        own = [r for rows in newest.values() for r in rows if r["line"] == line["line"]]
        assert (line["due"], line["done"], line["open"]) == tuple(
            sum(r[c] for r in own) for c in ("due", "done", "open")
        )
        assert {s: line[s] for s in STATES} == {s: sum(r["state"] == s for r in own) for s in STATES}


def test_boards_that_tell_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def tell(city: str) -> None:
        for n in range(6):
            Rollups(tmp_path / "nation").append(table([told(city, "chase", seq=n)]))

    with ThreadPoolExecutor(4) as boards:
        list(boards.map(tell, "abcd"))
    whole = Rollups(tmp_path / "nation")
    assert sorted(zip(held(whole, "city"), held(whole, "seq"), strict=True)) == [
        (city, n) for city in "abcd" for n in range(6)
    ]


def test_many_small_files_become_few_and_say_the_same(rollups: Rollups) -> None:
    for n in range(2 * MANY):
        rollups.append(table([told("a", "chase", seq=n, level=LEVELS[n % 2])]))
    small = list((rollups.folder / f"ops_day={DAY}" / "level=city").glob("*.parquet"))
    before = at(rollups)
    rollups.lay(DAY)
    assert len(held(rollups, "seq")) == MANY
    assert at(rollups).cities.equals(before.cities)
    assert len(small) >= MANY
    from deltalake import DeltaTable

    assert len(DeltaTable(str(rollups.folder)).file_uris()) <= 3
