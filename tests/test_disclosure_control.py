"""Counts of people below a district: told in bands that overlap, and are drawn for each place with a secret key."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.publish.disclosure_control import (
    BANDS,
    FEWEST,
    MARGIN,
    MOST,
    SHIFT,
    WORDS,
    Count,
    about_people,
    band,
    count_of,
    counts,
    counts_people,
    cuts,
    place_cuts,
    protect,
    rows_of,
    size,
    told_in_bands,
)
from data_pipeline.store.log.secret import secret
from tests.disclosure.told import interval
from tests.support.samples import pack

Keyed = Callable[[bytes], None]


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyed:
    """From now on this key."""

    def put(key: bytes) -> None:
        (at := tmp_path / key.hex()).write_bytes(key)
        monkeypatch.setenv("BOARD_SECRET", str(at))

    return put


PLACES = tuple(Count(f"3101{n:05}", "contact", "2022-04-06 16:00", "open") for n in range(60))


def test_a_nought_has_no_word_of_its_own_and_small_counts_share_one() -> None:
    assert {band(v, p) for v in range(11) for p in PLACES} == {FEWEST} == {"0–19"}
    assert [band(v, Count("310101002")) for v in (3, 19, 20, 400, 4_000, 400_000)] == [
        "0–19",
        "10–49",
        "10–49",
        "300–799",
        "2,500–5,999",
        "≥25,000",
    ]


def test_every_count_is_within_its_band_and_so_are_its_neighbours() -> None:
    """One person more or fewer may stand under the same word: what the proof in docs/disclosure.md rests on."""
    for value in (*range(1_000), *range(1_000, 40_000, 7)):
        low, high = interval(band(value, PLACES[value % len(PLACES)]))
        assert max(low, 0) <= max(value - MARGIN, 0)
        assert value + MARGIN <= high


def test_a_larger_count_never_has_the_smaller_word() -> None:
    order = [size(band(v, PLACES[0])) for v in range(40_000)]
    assert order == sorted(order)
    assert set(order) == set(range(len(WORDS)))
    assert len(WORDS) == len(BANDS) + 1
    assert BANDS[-1][1] > MOST


def test_every_count_clear_of_the_ends_is_told_under_some_key_in_either_band(keyed: Keyed) -> None:
    """A word tells that a count is in its band, and nothing of where: whoever does not have the key cannot say."""
    told: dict[str, set[int]] = {w: set() for w in WORDS[:4]}
    for n in range(300):
        keyed(bytes([n % 256, n // 256]) * 16)
        for value in range(160):
            told.setdefault(band(value, PLACES[0]), set()).add(value)
    for word, (low, high) in zip(WORDS[:3], BANDS, strict=False):
        assert told[word] == set(range(low + MARGIN if low else 0, high + 1 - MARGIN))


def test_a_place_has_its_own_cuts_and_each_of_its_counts_stands_near_them_the_same_every_time() -> None:
    assert len({place_cuts(p.place) for p in PLACES}) == len(PLACES)
    own = [PLACES[0]._replace(at=f"2022-04-06 {h:02}:00", column=c) for h in range(24) for c in ("open", "done")]
    assert [cuts(c) for c in own] == [cuts(c) for c in own]
    for n, at in enumerate(place_cuts(PLACES[0].place)):
        assert {cuts(c)[n] - at for c in own} == set(range(-SHIFT, SHIFT + 1))


def test_two_words_of_one_place_say_nothing_of_the_difference_of_its_counts() -> None:
    """Nobody was taken off and nobody went: the counts of what came and of what is left are the same, and have both
    words all the same, and a count that did not move has one word at one slot and another at the next."""
    for value in range(11 + SHIFT, 18 - SHIFT):
        same = [
            Count(f"{place}", "contact", f"2022-04-06 {h:02}:00", c)
            for place in range(600)
            for h in (8, 10)
            for c in ("new_due", "open")
        ]
        told = [band(value, c) for c in same]
        moved = {tuple(told[n : n + 4]) for n in range(0, len(told), 4)}
        assert len(moved) == 2**4


def test_a_count_is_the_same_one_whichever_way_it_is_reached() -> None:
    """A row of the file, the line of its kind and the table under its figure name it alike; a line that adds up
    several kinds has rows of its own."""
    feed, lines = pack().feeds["tasks"], pack().lines
    key = {"district_code": "310101", "subdistrict": "310101002", "task_type": "KEY_HARDSHIP"}
    assert count_of(feed, key).place == "310101002"
    assert count_of(feed, key | {"subdistrict": "全区"}).place == "310101"
    assert count_of(feed, key).rows == rows_of(lines["key_hardship"])
    assert len({rows_of(lines[x]) for x in ("quarantine", "contact", "contact2", "issues", "issues_p1")}) == 5
    slot = pd.Timestamp("2022-04-06 16:00")
    frame = pd.DataFrame({"area_code": ["310101002"], "rows_named": [rows_of(lines["contact"])], "as_of": [slot]})
    assert counts(frame).iloc[0] == Count("310101002", "transfer CONTACT", "2022-04-06 16:00")


def test_the_key_is_made_once_for_its_owner_alone_and_never_half(tmp_path: Path) -> None:
    at = tmp_path / "new" / "bands.key"
    with ThreadPoolExecutor(8) as several:
        made = set(several.map(lambda _: secret.__wrapped__(at), range(16)))
    assert made == {at.read_bytes()}
    assert len(at.read_bytes()) == 32
    assert at.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in at.parent.iterdir()) == ["bands.key", "bands.key.mark"]


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "level": ["district", "subdistrict", "subdistrict"],
            "open": [3, 3, 22],
            "rate": [0.5, 0.5, 0.5],
            "oldest": [3.5, 3.5, 13.0],
        }
    )


def test_only_rows_below_district_level_are_touched() -> None:
    frame = _frame()
    out = protect(frame, ["open"], frame["level"] == "subdistrict", ["rate"], ["oldest"])
    assert out["open"].tolist() == [3, "0–19", "10–49"]
    assert out["rate"].isna().tolist() == [False, True, True]
    assert frame["open"].tolist() == [3, 3, 22]
    assert protect(frame, ["open"], pd.Series(False, index=frame.index)) is frame


def test_an_age_is_told_in_steps_of_six_hours_and_only_where_the_band_says_that_somebody_is_there() -> None:
    frame = _frame()
    out = protect(frame, ["open"], frame["level"] == "subdistrict", ["rate"], ["oldest"])
    assert out["oldest"].tolist()[0] == 3.5
    assert out["oldest"].isna().tolist() == [False, True, False]
    assert out["oldest"].tolist()[2] == 18.0
    bare = protect(frame.drop(columns="open"), [], pd.Series(True, index=frame.index), [], ["oldest"])
    assert bare["oldest"].isna().tolist() == [True] * 3


def test_what_was_not_reported_stays_unknown() -> None:
    frame = pd.DataFrame({"open": [None, 4.0]})
    assert protect(frame, ["open"], pd.Series([True, True]))["open"].tolist()[0] is None


@pytest.mark.parametrize(
    ("feed", "row", "people"),
    [
        ("tasks", {"task_type": "KEY_HARDSHIP"}, True),
        ("tasks", {"task_type": "DISINFECT_TERMINAL"}, False),
        ("transfer", {"person_class": "CONTACT"}, True),
        ("issues", {"issue_type": "MEDICAL_ACCESS", "priority": "P1"}, True),
        ("issues", {"issue_type": "LAST_100M", "priority": "P3"}, True),  # or the sum would give the others back
        ("supply", {"tier": "T4_DOOR"}, False),
    ],
)
def test_what_is_about_people_is_declared_by_the_kind_of_row(feed: str, row: dict[str, str], people: bool) -> None:
    assert about_people(pack(), feed, row) is people


def test_a_line_is_as_its_rows() -> None:
    told = {x.id for x in pack().lines.values() if counts_people(pack(), x)}
    assert {"key_groups", "key_hardship", "medical_p1", "issues", "issues_p2", "contact2", "chase", "treatment"} <= told
    assert not told & {"screening", "last100m", "disinfect_terminal", "duty_building", "capacity", "stage_sample"}
    own = {x.id for x in pack().lines.values() if x.people and x.feed in ("tasks", "issues")}
    assert own == set()  # said once, by the kind of row


def test_a_control_total_is_a_district_and_a_site_is_below_it() -> None:
    feeds = pack().feeds
    whole = {"district_code": "310101", "subdistrict": "全区", "person_class": "POS"}
    assert not told_in_bands(pack(), feeds["transfer"], whole)
    assert told_in_bands(pack(), feeds["transfer"], whole | {"subdistrict": "外滩街道"})
    assert told_in_bands(pack(), feeds["capacity"], {"site_id": "FC-0115-01"})
    assert not told_in_bands(pack(), feeds["tasks"], whole | {"subdistrict": "外滩街道", "task_type": "WASTE_MEDICAL"})
