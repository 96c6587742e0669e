"""The data health page: every district's file of every slot by its state, as it was known, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.settings import ROOT
from data_pipeline.store.audit.finding import Finding
from data_pipeline.words import LANGUAGES
from pages.views.health.quality import Quality, counts, freshness, quality
from tests.support import clerk
from tests.support.drawn import LATIN, component, text, words_of
from tests.support.samples import DAY, pack

Show = Callable[[Board], None]
CLOCK = "2022-04-06T16:45@0"


def of(board: Board, known_at: datetime, as_of: datetime) -> Quality:
    told = {"known_at": known_at, "ops_day": DAY}
    return Quality(
        board.rows("page/slots", moment=as_of, **told), board.rows("page/senders", **told),
        board.rows("page/unbalanced", moment=as_of, **told), pack(), AsOf(DAY, as_of, known_at),
    )  # fmt: skip


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{hour}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_full(sample_board: Board, lang: str) -> None:
    html = quality(of(sample_board, at("16:45"), at("16:00")), lang).html
    assert html.count('class="quality-grid"') == 6
    assert "16:00" in text(html)
    if lang == "zh":
        assert LATIN.findall(words_of(html)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_empty(empty_board: Board, lang: str) -> None:
    q = of(empty_board, at("16:45"), at("16:00"))
    html = quality(q, lang).html
    assert counts(q.slots.to_dict("records"))["on_time"] == 0
    assert 'class="nothing"' in html


def test_what_was_not_yet_known_is_missing_then_and_there(sample_board: Board) -> None:
    before = counts(of(sample_board, at("07:00"), at("16:00")).slots.to_dict("records"))
    after = counts(of(sample_board, at("16:45"), at("16:00")).slots.to_dict("records"))
    assert before["on_time"] == before["late"] == 0
    assert before["missing"] > after["missing"]
    assert after["on_time"] > 0


def test_a_slot_sent_again_later_was_still_in_time(own_board: Board) -> None:
    known = at("16:45")
    first = of(own_board, known, at("16:00"))
    loads = own_board.loads()
    one = loads.loc[(loads.feed == "transfer") & (loads.received_at <= known)].iloc[-1]
    name, data = own_board.original(int(one.load_id))
    again = data + b"\n"  # the same rows as other bytes
    receipt = own_board.receive("transfer", name, again, "x", at("17:30"), confirm=True, strict=False)
    assert receipt.status == "loaded"
    second = of(own_board, at("17:45"), at("16:00"))
    assert counts(second.of(pack().feeds["transfer"])) == counts(first.of(pack().feeds["transfer"]))
    assert second.slots.loads.max() > 1


def test_a_withdrawn_file_is_as_if_it_had_not_come(own_board: Board) -> None:
    loads = own_board.loads()
    for load_id in loads.loc[loads.feed == "transfer", "load_id"]:
        own_board.withdraw(int(load_id), "x", at("16:30"), "x")
    now = counts(of(own_board, at("16:45"), at("16:00")).of(pack().feeds["transfer"]))
    assert now["on_time"] + now["late"] + now["partial"] == 0
    senders = of(own_board, at("16:45"), at("16:00")).senders
    assert senders.loc[senders.feed == "transfer", "withdrawn"].sum() > 0


def test_a_feed_grows_old_by_its_own_cadence() -> None:
    feed = pack().feeds["transfer"]
    rows = [{"slot_at": at("08:00"), "state": "on_time"}]
    words = [freshness(rows, feed, at(h))[1] for h in ("08:00", "11:00", "14:00", "20:00")]
    assert feed.cadence_min == 120
    assert words == ["fresh", "ageing", "stale", "withheld"]
    assert freshness([], feed, at("08:00"))[1] == "nothing"


def test_corrections_say_which_way_and_how_far(own_board: Board) -> None:
    rows = clerk.truth(own_board)
    own_board.receive("transfer", "c.csv", clerk.clean(rows), "浦东", at("17:30"), confirm=True)
    senders = of(own_board, at("17:45"), at("16:00")).senders
    (one,) = senders.loc[senders.sender == "浦东"].to_dict("records")
    assert (one["raised"], one["lowered"]) == (clerk.TOWNS, clerk.TOWNS)
    assert 0 < one["change"] <= 1
    state = own_board.state_hash()
    assert own_board.rebuild() == state
    again = of(own_board, at("17:45"), at("16:00")).senders
    assert again.to_csv() == senders.to_csv()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clock_that_jumped_is_told_and_one_that_did_not_is_not(own_board: Board, lang: str) -> None:
    assert own_board.jumps() == []
    q = of(own_board, at("16:45"), at("16:00"))
    assert "jumps" not in quality(q, lang).html
    rows = clerk.truth(own_board)
    own_board.receive("transfer", "c.csv", clerk.clean(rows), "x", at("09:30"), confirm=True)
    told = quality(replace(q, jumps=own_board.jumps()), lang).html
    assert own_board.jumps()[0].sentence(lang) in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_in_the_frame(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    own = AppTest.from_file(str(ROOT / "pages" / "desk" / "health.py"), default_timeout=180)
    own.query_params["lang"], own.query_params["clock"] = lang, CLOCK
    own.run()
    assert not own.exception
    assert 'class="quality-grid"' in component(own, "board")["html"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sender_of_whom_nothing_stands_is_still_named(own_board: Board, lang: str) -> None:
    sent = clerk.clean(clerk.truth(own_board))
    receipt = own_board.receive("transfer", "a.csv", sent, "浦东", at("16:30"), confirm=True)
    own_board.withdraw(receipt.load_id or 0, "desk", at("16:40"), "another day's")
    assert "浦东" in text(quality(of(own_board, at("16:45"), at("16:00")), lang).html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_damage_of_the_store_is_told_with_what_to_do(sample_board: Board, lang: str) -> None:
    found = Finding("received_missing", {"digest": "0" * 64, "load_id": 7, "name": "a<b.csv", "by": "宝山区"})
    hurt = replace(of(sample_board, at("16:45"), at("16:00")), damage=(found.sentence(lang),))
    html = quality(hurt, lang).html
    assert {"zh": "请从备份恢复", "en": "from the backup"}[lang] in html
    assert "a<b.csv" not in html
