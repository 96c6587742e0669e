"""A brief tells what the board shows, in every form and language; what is not reported is said so, and none is
incomplete."""

import io
import re
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Mm
from pypdf import PdfReader

from data_pipeline.board.board import Board
from data_pipeline.board.moments import moment_of
from data_pipeline.brief import alerted, make
from data_pipeline.brief.forms import FORMS, rendered
from data_pipeline.brief.make import BLOCKS, brief, check, wanted
from data_pipeline.brief.material import gathered
from data_pipeline.brief.model import Brief, Chart, Decisions, Figure, Heading, Point, Sentence, Table
from data_pipeline.brief.picture import png, svg
from data_pipeline.brief.widths import EDGES, wide, widths
from data_pipeline.core.clock import AsOf, Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.brief import BlockName
from data_pipeline.outbox.notice import ALERT
from data_pipeline.outbox.noticed import notices
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.silences import Silence
from data_pipeline.words import LANGUAGES, say
from tests.brief.back import Shown, differ
from tests.support import samples

READ = (("zh", datetime(2022, 4, 6, 18, 5), ""), ("en", datetime(2022, 4, 7, 0, 20), ""))
TWO_LINES = 120  # of a slide
DISTRICT = "310113"  # where another group of people in need speaks than at the meeting before


def at(board: Board, now: datetime) -> AsOf:
    return moment_of(Clock(start=now, speed=0), board)


@pytest.fixture(scope="module")
def made(full_board: Board) -> list[tuple[Brief, AsOf]]:
    """In each language a moment that other tests read too, the second of a closed day; and one district."""
    first = at(full_board, READ[0][1])
    found = [(brief(full_board, m := at(full_board, now), wanted(full_board.pack, lang)), m) for lang, now, _ in READ]
    return [*found, (brief(full_board, first, wanted(full_board.pack, "en", DISTRICT)), first)]


def test_every_figure_is_the_board_s(full_board: Board, made: list[tuple[Brief, AsOf]]) -> None:
    for of, moment in made:
        assert Shown(full_board, moment).differ(of) == []
    assert sum(1 for of, _ in made for _ in of.figures()) > 500


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_holds_every_figure_and_sentence(made: list[tuple[Brief, AsOf]], form: str) -> None:
    for of, _ in made:
        assert differ(of, form) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_alerts_that_stand_are_told_with_who_has_seen_them_and_what_is_silenced(full_board: Board, lang: str) -> None:
    found = gathered(full_board, at(full_board, READ[0][1]), wanted(full_board.pack, lang))
    (table,) = alerted.alerts(found)
    assert isinstance(table, Table)
    own = [n for n in notices(full_board, found.moment) if n.kind == ALERT and not n.eased]
    assert [row[0] for row in table.rows] == [n.name[lang] for n in own][: alerted.LISTED]
    assert {row[1] for row in table.rows} == {say(lang, "alert.state_stands")}
    first = own[0]
    seen = Logged("seen", first.key, "desk A", found.moment.as_of, found.moment.as_of)
    quiet = Silence(first.subject, "command", found.moment.as_of, datetime(2022, 4, 6, 22), "new site tonight")
    assert alerted._seen(found, seen) == say(lang, "alert.seen", by="desk A", at="18:00")
    assert "22:00" in alerted._silenced(found, quiet)
    assert "new site tonight" in alerted._silenced(found, quiet)
    (none,) = alerted.alerts(gathered(full_board, found.moment, wanted(full_board.pack, lang, "310151")))
    assert isinstance(none, Sentence)


@pytest.mark.parametrize("form", list(FORMS))
def test_made_twice_it_is_the_same_file(made: list[tuple[Brief, AsOf]], form: str) -> None:
    """Also in another second: what is inside says none either."""
    of, _ = made[0]
    first = rendered(of, form)
    time.sleep(1.1)
    assert rendered(of, form) == first


def test_the_comparison_can_fail(full_board: Board, made: list[tuple[Brief, AsOf]]) -> None:
    of, moment = made[0]
    shown = Shown(full_board, moment)
    shown.rows.loc[(shown.rows["line"] == "transfer") & (shown.rows["area_code"] == "310000"), "open"] += 1
    assert shown.differ(of)
    other, _ = made[1]
    assert all(differ(of, form, FORMS[form](other)) for form in FORMS)


def test_the_pdf_is_tagged_archival_and_names_its_language(made: list[tuple[Brief, AsOf]]) -> None:
    for of, _ in made:
        root: Any = PdfReader(io.BytesIO(FORMS["pdf"](of))).trailer["/Root"]
        meta = root["/Metadata"].get_data().decode()
        assert root["/MarkInfo"]["/Marked"]
        assert {"pdfuaid:part", "pdfaid:part"} <= set(re.findall(r"pdf\w+id:part", meta))
        assert str(root["/Lang"]).startswith(of.lang)


def test_issues_are_numbered_through_and_between_them_there_is_none(made: list[tuple[Brief, AsOf]]) -> None:
    form = wanted(samples.pack(), "zh").form
    assert form.number(datetime(2022, 4, 1).date(), "08:00") == 1
    assert form.number(datetime(2022, 4, 6).date(), "18:00") == 23
    assert form.number(datetime(2022, 4, 6).date(), "16:00") is None
    assert form.number(datetime(2022, 3, 31).date(), "18:00") is None
    assert "23" in made[0][0].number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_reported_is_said_and_never_nought(empty_board: Board, lang: str) -> None:
    of = brief(empty_board, at(empty_board, READ[0][1]), wanted(empty_board.pack, lang))
    assert [f.id for f in of.figures() if f.value is not None or f.text.strip() == "0"] == []
    assert of.charts() == []
    annexes = [b.text for b in of.blocks if isinstance(b, Heading) and b.annex]
    assert [x.split("　")[0].split(":")[0] for x in annexes] == [say(lang, "brief.annex", n=1, title="").strip(" :　")]
    said = [b.text for b in of.blocks if isinstance(b, Sentence)] + [
        b.none for b in of.blocks if isinstance(b, Decisions)
    ]
    for name in ("brief.lines_unknown", "brief.lines_none", "decide.none"):
        assert say(lang, name) not in said
    assert any(isinstance(b, Sentence) for b in of.blocks)
    for form in FORMS:
        assert differ(of, form) == []


@pytest.mark.parametrize("name", ["progress", "course", "areas"])
def test_a_missing_chart_refuses_the_document(full_board: Board, monkeypatch: pytest.MonkeyPatch, name: Any) -> None:
    monkeypatch.setitem(make.BLOCKS, name, lambda _: iter(()))
    with pytest.raises(BoardError) as why:
        brief(full_board, at(full_board, READ[0][1]), wanted(full_board.pack, "zh"))
    assert (why.value.code, why.value.facts) == ("brief_incomplete", {"what": name})


@pytest.mark.parametrize(
    "block",
    [
        Chart("c", "t", "s", "bars", [], "%"),
        Chart("c", "t", "s", "bars", [Point("a", Figure("transfer", "open", "310000", "—"))], "%"),
        Table("t", "t", ["a", "b"], [["a"]]),
        Table("t", "t", ["a"], [[Figure("transfer", "open", "310000", " ")]]),
        Sentence(" "),
    ],
)
def test_what_is_not_whole_is_refused(made: list[tuple[Brief, AsOf]], block: Any) -> None:
    with pytest.raises(BoardError, match="not complete"):
        check(replace(made[0][0], blocks=(Heading("x"), block)))


def test_every_block_that_may_be_declared_can_be_made() -> None:
    assert set(BLOCKS) == set(get_args(BlockName))


def test_a_chart_is_a_picture_without_a_browser(made: list[tuple[Brief, AsOf]]) -> None:
    for chart in made[0][0].charts():
        assert png(chart, 72).startswith(b"\x89PNG")


def _office(folder: Path) -> None:
    """Templates as an office has them: its own head on Word's sheets, slides of another size with one in it already."""
    word = Document()
    word.sections[0].header.paragraphs[0].text = "机关抬头"
    word.sections[0].footer.paragraphs[0].text = "机关地址"
    word.save(str(folder / "template.docx"))
    show = Presentation()
    show.slide_width, show.slide_height = Mm(254), Mm(190.5)
    show.slides.add_slide(show.slide_layouts[0])
    show.save(str(folder / "template.pptx"))


def test_the_office_s_own_templates_are_written_into(
    made: list[tuple[Brief, AsOf]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _office(tmp_path)
    monkeypatch.setenv("BOARD_OFFICE", str(tmp_path))
    of, _ = made[0]
    word, slides = FORMS["docx"](of), FORMS["pptx"](of)
    assert (differ(of, "docx", word), differ(of, "pptx", slides)) == ([], [])
    (section, *_) = Document(io.BytesIO(word)).sections
    head, foot = ("".join(p.text for p in x.paragraphs) for x in (section.header, section.footer))
    assert "机关抬头" in head
    assert foot.startswith("机关地址")
    assert of.stamp in foot
    show = Presentation(io.BytesIO(slides))
    assert len(show.slides) == len(Presentation(io.BytesIO(_plain(of, monkeypatch))).slides)
    shapes: list[Any] = [s for slide in show.slides for s in slide.shapes]
    assert all(s.left + s.width <= show.slide_width for s in shapes)


def _plain(of: Brief, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.delenv("BOARD_OFFICE")
    return FORMS["pptx"](of)


def test_each_slide_has_one_message_in_a_sentence_and_no_list_of_names(made: list[tuple[Brief, AsOf]]) -> None:
    for of, _ in made:
        heads = {b.text for b in of.blocks if isinstance(b, Heading)}
        titles = [str(s.shapes.title.text) for s in Presentation(io.BytesIO(FORMS["pptx"](of))).slides]  # type: ignore
        told = [t for t in titles if any(t.startswith(f"{h}{of.labels['colon']}") for h in heads)]
        assert told == []
        assert [t for t in titles if wide(t) > TWO_LINES] == []


def test_no_word_of_a_table_and_no_figure_is_broken() -> None:
    open_work = Figure("beds", "open", "", "−1,234,567")
    figures, names = widths(["Open", "Area"], [[open_work, "Chongming District"]] * 2)
    assert (figures > len(open_work.text) + EDGES, names > len("Chongming") + EDGES) == (True, True)


def test_a_map_has_every_district_with_its_figure_and_state(made: list[tuple[Brief, AsOf]]) -> None:
    of, _ = made[0]
    (chart,) = [c for c in of.charts() if c.shape == "map"]
    assert {p.figure.area for p in chart.points} == {a.code for a in samples.pack().districts}
    drawn = svg(chart)
    assert all(f">{p.label}</text>" in drawn and f"{p.figure.text}</text>" in drawn for p in chart.points)


def test_who_asks_for_what_is_not_there_is_told(full_board: Board, made: list[tuple[Brief, AsOf]]) -> None:
    with pytest.raises(BoardError, match="no district"):
        wanted(full_board.pack, "en", "nowhere")
    with pytest.raises(BoardError, match="no brief in the form"):
        rendered(made[0][0], "exe")
