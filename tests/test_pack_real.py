"""Headers of files as they were really published are understood, whatever their year called the columns."""

import csv
import gzip
from pathlib import Path

import pytest

from data_pipeline.declare import load_pack
from data_pipeline.intake.examine import examine
from data_pipeline.intake.headers import Matcher, Spelled, guess
from tests.support.packs import MALAYSIA, SHANGHAI
from tests.support.real import shared_data

MY = load_pack(MALAYSIA)
CITY = load_pack(SHANGHAI)


def headers_of(path: Path) -> list[str]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return next(csv.reader(text.decode("utf-8").splitlines()))


@pytest.mark.parametrize("feed", MY.feeds)
def test_a_file_of_malaysia_names_every_column_of_its_feed(feed: str) -> None:
    files = [*shared_data("malaysia").glob(f"{feed}.csv"), *shared_data("malaysia", "versions").glob(f"{feed}__*")]
    assert files
    optional = {c.name for c in MY.feeds[feed].columns if c.optional}
    for file in files:
        sent = headers_of(file)
        understood = Matcher(MY.feeds[feed]).understand([Spelled(h, h, (h,)) for h in sent])
        assert not understood.unknown, file.name
        assert set(MY.feeds[feed].names) - set(understood.columns) <= optional, file.name


@pytest.mark.parametrize(
    ("file", "unknown", "missing"),
    [("shanghai_district_daily.csv", [], None), ("shanghai_city_daily.csv", [], "district_code")],
)
def test_the_published_days_of_shanghai_are_a_bulletin(file: str, unknown: list[str], missing: str | None) -> None:
    sent = headers_of(shared_data("shanghai", file))
    feed = CITY.feeds["bulletin"]
    understood = Matcher(feed).understand([Spelled(h, h, (h,)) for h in sent])
    assert guess(CITY, sent) == "bulletin"
    assert [sent[i] for i in understood.unknown] == unknown
    assert all(feed[n].optional for n in set(feed.names) - set(understood.columns))
    assert missing is None or missing not in understood.columns


@pytest.mark.parametrize(("feed", "rows"), [("pkrc", 10_000), ("hospital", 16_195), ("tests_state", 9_152)])
def test_a_pack_without_python_reads_malaysias_file_whole(feed: str, rows: int) -> None:
    file = shared_data("malaysia", f"{feed}.csv")
    found = examine(MY, feed, file.name, file.read_bytes())
    assert (found.report.accepted, found.report.refused, found.table.num_rows) == (rows, 0, rows)
    assert set(found.table["area_code"].to_pylist()) <= {d.code for d in MY.districts}


def test_more_people_than_beds_is_kept_and_said() -> None:
    file = shared_data("malaysia", "pkrc.csv")
    problems = examine(MY, "pkrc", file.name, file.read_bytes()).report.problems
    assert sum(p.code == "rule" and p.severity == "warn" for p in problems) == 34


def test_penang_is_one_place_under_both_its_names() -> None:
    codes = set()
    for version in ("pkrc__2021-07-25__549256f.csv.gz", "pkrc__2021-07-25__e5ff990.csv.gz"):
        file = shared_data("malaysia", "versions", version)
        table = examine(MY, "pkrc", "pkrc.csv", gzip.decompress(file.read_bytes())).table
        codes.add(tuple(sorted(set(table["area_code"].to_pylist()))))
    assert len(codes) == 1
    assert "MY-07" in codes.pop()


def test_a_bulletin_without_a_district_column_speaks_of_the_city() -> None:
    file = shared_data("shanghai", "shanghai_city_daily.csv")
    table = examine(CITY, "bulletin", file.name, file.read_bytes()).table
    assert table.num_rows == 292
    assert set(table["area_code"].to_pylist()) == {"310000"}
