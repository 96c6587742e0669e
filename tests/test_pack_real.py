"""Headers of files as they were really published are understood, whatever their year called the columns."""

import csv
import gzip
from pathlib import Path

import pytest

from data_pipeline.declare import load_pack
from data_pipeline.intake.headers import Matcher, guess
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
        understood = Matcher(MY.feeds[feed]).understand(sent, [[h] for h in sent])
        assert not understood.unknown, file.name
        assert set(MY.feeds[feed].names) - set(understood.columns) <= optional, file.name


@pytest.mark.parametrize(
    ("file", "unknown", "missing"),
    [("shanghai_district_daily.csv", ["district_zh"], None), ("shanghai_city_daily.csv", [], "district_code")],
)
def test_the_published_days_of_shanghai_are_a_bulletin(file: str, unknown: list[str], missing: str | None) -> None:
    sent = headers_of(shared_data("shanghai", file))
    feed = CITY.feeds["bulletin"]
    understood = Matcher(feed).understand(sent, [[h] for h in sent])
    assert guess(CITY, sent) == "bulletin"
    assert [sent[i] for i in understood.unknown] == unknown
    assert all(feed[n].optional for n in set(feed.names) - set(understood.columns))
    assert missing is None or missing not in understood.columns
