"""The sample arrives as files do: by slot and sender, in several encodings, late, missing, put right."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import Simulation, deliveries, faults, widened
from data_pipeline.sample.tables import bulk
from tests.support.packs import MALAYSIA

DAY = date(2022, 4, 6)


def test_the_same_seed_gives_the_same_files(pack: Pack) -> None:
    def digest(seed: int) -> str:
        said = hashlib.sha256()
        for d in deliveries(pack, Simulation(seed, DAY, DAY, slot_h=8)):
            said.update(f"{d.name} {d.at} {d.by}".encode() + d.data)
        return said.hexdigest()

    assert digest(1) == digest(1)
    assert digest(1) != digest(2)


def test_the_published_figures_hold_for_every_seed(pack: Pack) -> None:
    def bulletins(seed: int) -> list[bytes]:
        return [d.data for d in deliveries(pack, Simulation(seed, DAY, DAY, slot_h=8)) if d.feed == "bulletin"]

    assert bulletins(1) == bulletins(2)


def test_all_feeds_come_in_a_few_hundred_files(mail: list[Delivery], pack: Pack) -> None:
    assert 300 <= len(mail) <= 420
    assert Counter(d.feed for d in mail).keys() == pack.feeds.keys()
    rows = sum(d.data.count(b"\n") - 1 for d in mail)
    assert 330_000 <= rows <= 400_000
    assert len({d.name for d in mail}) == len(mail)


def test_files_come_in_the_order_they_are_received(mail: list[Delivery]) -> None:
    assert [d.at for d in mail] == sorted(d.at for d in mail)


def test_most_files_come_5_to_35_minutes_after_their_slot_and_some_an_hour_or_more(mail: list[Delivery]) -> None:
    delays = Counter()
    for d in mail:
        if d.feed != "bulletin":
            delay = d.at - spoken_of(d)
            assert delay >= timedelta(minutes=5)
            delays["late" if delay >= timedelta(minutes=60) else "usual"] += 1
            assert delay < timedelta(minutes=36) or delay >= timedelta(minutes=60), d.name
    assert delays["late"] == len(faults.LATE) + 1  # and the file that puts one right


def test_bulletins_come_the_morning_after(mail: list[Delivery]) -> None:
    seen = [d for d in mail if d.feed == "bulletin"]
    assert [d.at.date() for d in seen] == [date(2022, 4, n) for n in range(1, 8)]
    assert all(6 <= d.at.hour <= 10 for d in seen)


def test_a_district_that_sends_nothing_is_in_no_file_of_that_slot(mail: list[Delivery]) -> None:
    silent = next(f for f in faults.MISSING if f.days_ago == 0)
    of_slot = [d for d in mail if d.feed == silent.feed and spoken_of(d) == datetime(2022, 4, 6, int(silent.hour))]
    assert of_slot
    assert all(silent.district.encode() not in d.data for d in of_slot)


def test_a_wrong_file_is_followed_by_the_right_one(mail: list[Delivery]) -> None:
    wrong, right = [d for d in mail if d.name.startswith("浦东新区_转运_20220405_20")]
    assert wrong.at < right.at
    assert wrong.data != right.data
    assert wrong.data.count(b"\n") == right.data.count(b"\n")
    totals = [int(d.data.decode("gb18030").splitlines()[-1].split(",")[9]) for d in (wrong, right)]
    assert totals[0] > totals[1] > 0  # arrived, counted twice at first


def test_both_encodings_and_both_languages_of_headers_come(mail: list[Delivery]) -> None:
    assert any(d.data.startswith(b"\xef\xbb\xbf") for d in mail)
    assert any(d.data.startswith(b"report_date") for d in mail)
    chinese = [d for d in mail if d.data.startswith("业务日期".encode("gb18030"))]
    assert len(chinese) > 50


def test_an_operation_grows_by_slots_days_and_cities(pack: Pack) -> None:
    def rows(of: Pack = pack, repeat: int = 1, **grown) -> int:
        asked = Simulation(**{"seed": 1, "first_day": DAY, "last_day": DAY, "slot_h": 8} | grown)
        return sum(x.table.num_rows for x in bulk(of, asked, repeat))

    one = rows()
    assert rows(slot_h=4) == pytest.approx(one * 5 / 3, rel=0.02)
    assert rows(repeat=3) == 3 * one
    assert rows(first_day=date(2022, 4, 4)) > 2.8 * one
    assert rows(widened(pack, 3), cities=3) == pytest.approx(3 * one, rel=0.01)


def test_cities_that_the_pack_does_not_have_are_refused(pack: Pack) -> None:
    with pytest.raises(BoardError) as why:
        list(deliveries(pack, Simulation(cities=2)))
    assert why.value.code == "sample_cities"
    assert "1" in why.value.sentence("zh")


def test_a_pack_of_another_place_is_told_that_the_sample_is_not_its_own() -> None:
    with pytest.raises(BoardError) as why:
        list(deliveries(load_pack(MALAYSIA)))
    assert why.value.code == "sample_pack"
    assert all("malaysia" in why.value.sentence(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("asked", "code"), [({"slot_h": 3}, "sample_slot"), ({"last_day": date(2022, 3, 1)}, "sample_days")]
)
def test_a_span_that_cannot_be_told_says_why(pack: Pack, asked: dict, code: str) -> None:
    with pytest.raises(BoardError) as why:
        list(deliveries(pack, Simulation(**asked)))
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in ("zh", "en"))


def test_days_default_to_the_packs(pack: Pack) -> None:
    short = replace(pack, operation=pack.operation.model_copy(update={"first_day": DAY, "last_day": DAY}))
    assert {spoken_of(d).date() for d in deliveries(short, Simulation(slot_h=8)) if d.feed == "support"} == {DAY}


def spoken_of(d: Delivery) -> datetime:
    """The slot in a file's name, 全市_转运_20220406_14.csv."""
    day, hour = d.name.removesuffix(".csv").split("_")[2:4]
    return datetime.strptime(day, "%Y%m%d") + timedelta(hours=int(hour))
