"""The data health page: every district's file of every slot by its state, as it was known, in both languages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.query.rows import SlotsRow
from data_pipeline.store.audit.finding import Finding
from data_pipeline.words import LANGUAGES, say
from pages.app import damage
from pages.components.data_table import DataTable, TableColumn, as_text
from pages.views.health.quality import Health, Quality, counts, freshness, sign
from pages.views.health.tables import grid, health
from tests.support import clerk
from tests.support.drawn import LATIN, desk, hosts, said, sheets
from tests.support.rows import rows as rows_as
from tests.support.samples import DAY, pack

Show = Callable[[Board], None]
CLOCK = "2022-04-06T16:45@0"


def of(board: Board, known_at: datetime, as_of: datetime) -> Quality:
    told = {"known_at": known_at, "ops_day": DAY}
    return Quality(
        board.rows("page/slots", moment=as_of, **told),
        board.rows("page/senders", **told),
        board.rows("page/unbalanced", moment=as_of, **told),
        pack(),
        AsOf(DAY, as_of, known_at),
    )


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{hour}")


def words(of: Health) -> str:
    """All that the page says."""
    tables = (of.feeds, *(g for _, g in of.grids), of.senders, of.unbalanced)
    told = [x for t in tables for x in (t.title, t.note, t.alt, t.nothing, *(c.title for c in t.columns))]
    told += [t.frame.to_csv(index=False, header=False) for t in tables]
    told += [name for name, _ in (*of.grids, *of.heads)]
    return " ".join((of.lead, of.legend, *of.notices, *of.damage, *of.jumps, *told))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_full(sample_board: Board, lang: str) -> None:
    found = health(of(sample_board, at("16:45"), at("16:00")), lang)
    assert len(found.grids) == 6
    assert "16:00" in words(found)
    if lang == "zh":
        assert [w for w in LATIN.findall(words(found)) if w not in ("NA", "NaN")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_empty(empty_board: Board, lang: str) -> None:
    q = of(empty_board, at("16:45"), at("16:00"))
    found = health(q, lang)
    assert counts(records(q.slots, SlotsRow))["on_time"] == 0
    assert found.senders.frame.empty
    assert found.senders.nothing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_its_own_glyph_and_word_and_says_when_it_came(sample_board: Board, lang: str) -> None:
    """Never by colour alone; and as many cells of a state as are counted of it."""
    q = of(sample_board, at("16:45"), at("16:00"))
    feed = pack().feeds["transfer"]
    cells = [c for row in grid(q, feed, lang).frame.iloc[:, 2:].itertuples(index=False) for c in row]
    n = counts(q.of(feed))
    assert len({sign(s) for s in n}) == len({say(lang, f"quality.{s}") for s in n}) == len(n)
    for state, count in n.items():
        found = [c for c in cells if c.startswith(f"{sign(state)} {say(lang, f'quality.{state}')}")]
        assert len(found) == count, state
        assert all(re.search(r"\d\d:\d\d", c) for c in found if state in ("on_time", "late"))


def test_the_head_figures_add_up_to_what_is_due(sample_board: Board) -> None:
    due, *states, _ = (n for _, n in health(of(sample_board, at("16:45"), at("16:00")), "zh").heads)
    assert due == sum(states) > 0


def test_a_share_short_of_the_whole_is_not_told_as_the_whole() -> None:
    columns = (TableColumn("share", "", "share"),)
    told = DataTable.of("", columns, [{"share": x} for x in (0.99999, 1.0, 0.577, None)]).frame["share"]
    assert told.fillna(-1).tolist() == [0.999, 1.0, 0.577, -1]


def test_what_was_not_yet_known_is_missing_then_and_there(sample_board: Board) -> None:
    before = counts(records(of(sample_board, at("07:00"), at("16:00")).slots, SlotsRow))
    after = counts(records(of(sample_board, at("16:45"), at("16:00")).slots, SlotsRow))
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
    rows = rows_as(SlotsRow, [{"slot_at": at("08:00"), "state": "on_time"}])
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
    assert health(q, lang).jumps == ()
    rows = clerk.truth(own_board)
    own_board.receive("transfer", "c.csv", clerk.clean(rows), "x", at("09:30"), confirm=True)
    told = health(replace(q, jumps=own_board.jumps()), lang)
    assert own_board.jumps()[0].sentence(lang) in told.jumps


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_in_the_frame(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    own = desk("health", lang=lang, clock=CLOCK)
    assert not own.exception
    q = of(sample_board, at("16:45"), at("16:00"))
    html = hosts(own)
    assert [int(n) for n in re.findall(r"<dd data-fig>(\d+)</dd>", html)] == [n for _, n in health(q, lang).heads]
    assert [len(rows) for rows in sheets(html)][:2] == [6, len(pack().districts)]
    assert [t.label for t in own.tabs] == [f.name(lang) for f in q.feeds]
    if lang == "zh":
        assert [w for name in re.findall(r"<dt>(.*?)</dt>", html) for w in LATIN.findall(name)] == []


def test_the_slots_of_a_feed_are_drawn_when_they_are_asked_for(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    own = desk("health", lang="zh", clock=CLOCK)
    grids = dict(health(of(sample_board, at("16:45"), at("16:00")), "zh").grids)
    for name, table in grids.items():
        own.session_state["health-slots"] = name
        own.run()
        (grid_shown,) = re.findall(r'<div class="" data-key="slots-\d+">.*?</table>', hosts(own), re.S)
        told = [[as_text(v, c.kind) for c, v in zip(table.columns, row, strict=True)] for row in table.frame.values]
        assert [[*row.values()] for row in sheets(grid_shown)[0]] == told, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sender_of_whom_nothing_stands_is_still_named(own_board: Board, lang: str) -> None:
    sent = clerk.clean(clerk.truth(own_board))
    of(own_board, at("16:45"), at("16:00"))  # somebody has looked before it came and went
    receipt = own_board.receive("transfer", "a.csv", sent, "浦东", at("16:30"), confirm=True)
    own_board.withdraw(receipt.load_id or 0, "desk", at("16:40"), "another day's")
    assert "浦东" in set(health(of(own_board, at("16:45"), at("16:00")), lang).senders.frame["sender"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_damage_of_the_store_is_told_with_what_to_do(
    shown: Show, sample_board: Board, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding("received_missing", {"digest": "0" * 64, "load_id": 7, "name": "a<b.csv", "by": "宝山区"})
    monkeypatch.setattr(damage, "damage", lambda: [found])
    shown(sample_board)
    html = said(desk("health", lang=lang, clock=CLOCK))
    assert {"zh": "请从备份恢复", "en": "from the backup"}[lang] in html
    assert "a&lt;b.csv" in html
    assert "a<b.csv" not in html
