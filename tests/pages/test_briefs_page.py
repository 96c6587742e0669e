"""The page of briefs: which were issued, who was missing, who took them, and every delivery that does not stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import Board
from data_pipeline.outbox.kept import TRIES, Delivery, Outbox
from data_pipeline.outbox.message import Message
from data_pipeline.store.log.downloads import Taken
from data_pipeline.store.log.issued import BRIEF, COPY, Issue, Kept
from pages.app.issued import in_sight
from pages.views.briefs.issues import Coming, Issues, issues_page, lead
from tests.support import samples
from tests.support.drawn import desk

AT = datetime(2022, 4, 6, 18)
CITY = Kept("brief_city_zh.pdf", "pdf", "zh", "application/pdf", "a" * 64, 242_579)
OWN = Kept("brief_310113_zh.pdf", "pdf", "zh", "application/pdf", "b" * 64, 100_000, area="310113")
WHOLE = Kept("riqing.html", "html", "", "text/html", "c" * 64, 5_168_635, checksum="d" * 64)
LEAD = {"zh": "4项需支援。", "en": "4 need support."}
ABOUT = BRIEF, "city", 23, date(2022, 4, 6), AT, AT, (("issues", "310113"),)
LINE = Issue(*ABOUT, (CITY,), ("leaders",), {"zh": "第23期"}, LEAD, 403, AT)
OTHERS = replace(OWN, area="310115", name="x.pdf"), replace(OWN, form="docx", name="x.docx")
DISTRICTS = replace(LINE, form="district", files=(OWN, *OTHERS), number=404)
COPIED = replace(LINE, kind=COPY, files=(WHOLE,), number=405, missing=())


def delivery(state: str, **more: Any) -> Delivery:
    own = Message(LINE.key, BRIEF, AT, {"zh": "第23期", "en": "No. 23"}, {"zh": "", "en": ""})
    return replace(Delivery(LINE.key, "leaders", own, state, 0, 0, False, "", 0, None), **more)


def page(lang: str = "zh", **more: Any) -> str:
    of = Issues(samples.pack(), (LINE, DISTRICTS, COPIED), deliveries={}, taken={})
    return str(issues_page(replace(of, **more), lang).html)


@pytest.mark.parametrize(
    ("lang", "says"), [("zh", ("第23期", "台账第403行", "宝山")), ("en", ("No. 23", "ledger line 403", "Baoshan"))]
)
def test_an_issue_says_its_number_its_line_who_was_missing_and_offers_its_files(
    lang: str, says: tuple[str, ...]
) -> None:
    drawn = page(lang)
    assert all(text in drawn for text in says)
    assert all(
        f"api/briefs/{line}/{name}" in drawn for line, name in ((403, CITY.name), (404, OWN.name), (405, WHOLE.name))
    )
    assert WHOLE.checksum in drawn
    assert {"zh": "2个区", "en": "2 districts"}[lang] in drawn  # not its files


@pytest.mark.parametrize(
    ("one", "says", "state"),
    [
        (delivery("sent"), "已送达", "on_track"),
        (delivery("sent", why="gone@city.example"), "gone@city.example", "on_track"),
        (delivery("waiting", tries=3, why="HTTP 503"), "已试3次，HTTP 503", "unknown"),
        (delivery("failed", tries=14, why="HTTP 503"), "试发14次均未送达", "will_miss"),
        (delivery("failed", tries=14, why="timed out", doubt=True), "是否送达未能确认", "will_miss"),
    ],
)
def test_every_delivery_says_what_became_of_it_and_why(one: Delivery, says: str, state: str) -> None:
    drawn = page(deliveries={LINE.key: [one]})
    assert says in drawn
    assert f'data-state="{state}"' in drawn


def test_who_had_it_sent_again_is_told() -> None:
    drawn = page(deliveries={LINE.key: [delivery("sent")]}, wished={(LINE.key, "leaders"): ("李", "王", "李")})
    assert "leaders：已送达，由李、王要求重新发送" in drawn


def test_the_button_sends_again_what_was_given_up_and_tells_who_pressed_it(
    shown: Callable[[Board], None], own_board: Board
) -> None:
    shown(own_board)
    outbox = Outbox(own_board.state)
    outbox.put(delivery("waiting").message, ["leaders"])
    claimed = outbox.claim()
    assert claimed
    outbox.failed(replace(claimed, tries=TRIES), "HTTP 503", doubt=False)
    at = desk("briefs", lang="zh", clock="2022-04-06T16:45@0")
    button = f"resend {LINE.key} leaders"
    at.button(key=button).click().run()
    assert outbox.counts() == {"failed": 1}  # nobody has signed
    at.text_input(key="name_typed").set_value("李").run()
    at.button(key=button).click().run()
    assert not at.exception
    assert (outbox.counts(), outbox.wished()) == ({"waiting": 1}, {(LINE.key, "leaders"): ("李",)})
    assert list(at.button) == []


def test_who_took_a_file_is_told_with_how_often() -> None:
    taken = {
        (403, CITY.name): [
            Taken(403, CITY.name, "李", 1.0),
            Taken(403, CITY.name, "李", 2.0),
            Taken(403, CITY.name, "", 3.0),
        ]
    }
    assert "下载3次（李×2、未署名）" in page(taken=taken)


def test_what_is_due_says_what_it_waits_for() -> None:
    waits = Coming("city", 24, AT, AT, "waits", (("issues", "310113"),))
    every = Coming("city", 24, AT, AT, "waits", tuple(("issues", a.code) for a in samples.pack().districts))
    assert "宝山" in page(coming=(waits,))
    assert "（各区）" in page(coming=(every, replace(every, form="district")))
    assert page(coming=(every, replace(every, form="district"))).count('class="coming"') == 1
    assert "无一报表" in page(coming=(replace(waits, state="nothing"),))


def test_where_none_was_issued_it_says_why() -> None:
    none = Issues(samples.pack(), (), by_itself=False)
    assert "尚未印发简报" in str(issues_page(none, "zh").html)
    assert "不自动印发" in lead(none, "zh")
    assert "08:00" in lead(none, "en")


def test_of_others_districts_nothing_is_offered() -> None:
    class Board:
        pack = samples.pack()

    own = Sight(frozenset({"310113"}))
    assert in_sight(LINE, own, Board()) == ()  # type: ignore[arg-type]
    assert [f.name for f in in_sight(DISTRICTS, own, Board())] == [OWN.name, "x.docx"]  # type: ignore[arg-type]
    assert in_sight(COPIED, own, Board()) == ()  # type: ignore[arg-type]
