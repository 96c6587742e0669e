"""The real bulletin of 2022, from the published file to the store: 1,200 rows, the known totals, and once only."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.store import tiny
from tests.support import samples
from tests.support.real import shared_data

AT = datetime(2022, 6, 1, 9)
SUMS = """
select sum(confirmed_new), sum(asymptomatic_new), sum(asym_to_confirmed)
from known.bulletin
where (area_code = '310000') = $city and ops_day between date '2022-03-18' and date '2022-05-31'"""


@pytest.fixture
def districts() -> bytes:
    return shared_data("shanghai", "shanghai_district_daily.csv").read_bytes()


@pytest.fixture
def city(tmp_path: Path) -> Board:
    return samples.opened(tmp_path / "board")


def test_the_districts_file_is_1200_rows_and_once_only(city: Board, districts: bytes) -> None:
    first = city.receive("bulletin", "district.csv", districts, "t", AT, confirm=True)
    assert (first.status, first.report.records, first.report.accepted, first.effect.new) == ("loaded", 1200, 1200, 1200)
    state, version = city.state_hash(), city.version()
    again = city.receive("bulletin", "district.csv", districts, "t", AT, confirm=True)
    assert again.status == "already"
    assert (city.state_hash(), city.version(), len(city.loads())) == (state, version, 1)


def test_the_totals_are_those_published(city: Board, districts: bytes) -> None:
    """Six conversions of 18 and 19 March were published for the city alone: its own rows give the net, 625,337."""
    whole = shared_data("shanghai", "shanghai_city_daily.csv").read_bytes()
    for name, data in (("district.csv", districts), ("city.csv", whole)):
        assert city.receive("bulletin", name, data, "t", AT, confirm=True).status == "loaded"
    assert tiny.known(city, SUMS.replace("$city", "false")) == [(57_840, 590_029, 22_526)]
    ((confirmed, asymptomatic, conversions),) = tiny.known(city, SUMS.replace("$city", "true"))
    assert (confirmed, asymptomatic, confirmed + asymptomatic - conversions) == (57_840, 590_029, 625_337)


def test_the_same_table_in_gb18030_gives_the_same_state(city: Board, districts: bytes, tmp_path: Path) -> None:
    city.receive("bulletin", "district.csv", districts, "t", AT, confirm=True)
    other = samples.opened(tmp_path / "other")
    sent = districts.decode("utf-8").encode("gb18030")
    assert sent != districts
    assert other.receive("bulletin", "district.csv", sent, "t", AT, confirm=True).report.encoding == "gb18030"
    assert other.state_hash() == city.state_hash()


def test_every_days_districts_sum_to_the_citys_file(city: Board, districts: bytes) -> None:
    city.receive("bulletin", "district.csv", districts, "t", AT, confirm=True)
    sums = dict(
        tiny.known(
            city, "select ops_day::varchar, [sum(confirmed_new), sum(asymptomatic_new)] from known.bulletin group by 1"
        )
    )
    text = shared_data("shanghai", "shanghai_city_daily.csv").read_text("utf-8-sig")
    published = {r["date"]: r for r in csv.DictReader(io.StringIO(text))}
    for day, (confirmed, asymptomatic) in sums.items():
        said = published[day]
        assert (confirmed, asymptomatic) == (int(said["confirmed_new"]), int(said["asymptomatic_new"])), day
    assert len(sums) == 75
