"""A brief as slides: one message a slide, native charts that can be edited with their data, and a face for East Asian
writing on every run."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Length, Mm, Pt

from data_pipeline.brief.model import (
    Block,
    Brief,
    Chart,
    Decision,
    Decisions,
    Figure,
    Heading,
    Sentence,
    Table,
    text_of,
)
from data_pipeline.brief.office import HEAD, INK, LATIN, RED, properties, same_date, template
from data_pipeline.brief.pptx_chart import drawn, east_asian
from data_pipeline.brief.pptx_map import mapped
from data_pipeline.brief.pptx_template import emptied, titled
from data_pipeline.brief.widths import widths
from data_pipeline.words.language import by_width, language

WIDE, TALL = 338.7, 190.5  # mm, 16 to 9, where the office brings no template
LEFT = 16.0
SAID = 5  # sentences a slide


class Slides:
    def __init__(self, of: Brief) -> None:
        self.of, own = of, template("template.pptx")
        self.show = Presentation(own) if own else Presentation()
        if own is None:
            self.show.slide_width, self.show.slide_height = Mm(WIDE), Mm(TALL)
        emptied(self.show)
        self.room = Length(self.show.slide_width or 0).mm - 2 * LEFT
        self.tall = Length(self.show.slide_height or 0).mm
        self.layout = titled(self.show.slide_layouts)
        properties(self.show, f"{of.masthead} {of.title}", of.issuer, of.made)

    def slide(self, message: str, size: float = 24) -> Any:
        """With its one message as the title, and at the foot of when it is."""
        slide = self.show.slides.add_slide(self.layout)
        title: Any = slide.shapes.title
        title.left, title.top, title.width, title.height = Mm(LEFT), Mm(9), Mm(self.room), Mm(22)
        title.text_frame.word_wrap, title.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        p = title.text_frame.paragraphs[0]
        p.alignment = PP_ALIGN.LEFT
        self.run(p, message, size, bold=True)
        self.text(slide, (LEFT, self.tall - 12, self.room, 8), [[(self._foot(), 11, False)]])
        return slide

    def _foot(self) -> str:
        return " · ".join(
            x for x in (self.of.mark, self.of.masthead, self.of.number, self.of.stamp, self.of.simulated) if x
        )

    def run(self, p: Any, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        run = p.add_run()
        run.text, run.font.size, run.font.bold = text, Pt(size), bold
        run.font.name, run.font.color.rgb = LATIN[HEAD], RGBColor.from_string(colour)
        east_asian(run._r.get_or_add_rPr(), language(self.of.lang).tag)

    def text(self, slide: Any, at: tuple[float, float, float, float], lines: Sequence[Sequence[tuple]]) -> Any:
        """`at`: left, top, width, height in mm. `lines`: runs of (text, size, bold)."""
        box = slide.shapes.add_textbox(*(Mm(x) for x in at))
        box.text_frame.word_wrap = True
        for n, line in enumerate(lines):
            p = box.text_frame.paragraphs[0] if n == 0 else box.text_frame.add_paragraph()
            p.space_after = Pt(6)
            for text, size, bold in line:
                self.run(p, text, size, bold=bold)
        return box

    def first(self) -> None:
        of = self.of
        slide = self.show.slides.add_slide(self.layout)
        title: Any = slide.shapes.title
        title.left, title.top, title.width, title.height = Mm(LEFT), Mm(50), Mm(self.room), Mm(30)
        self.run(title.text_frame.paragraphs[0], of.masthead, by_width(of.lang, 44, 36), bold=True, colour=RED)
        lines = [of.title, f"{of.number}　{of.issuer}　{of.dated}", of.stamp, of.simulated, of.mark]
        box = self.text(
            slide, (LEFT, 86, self.room, 60), [[(x, 24 - 4 * bool(n), n == 0)] for n, x in enumerate(lines) if x]
        )
        for p in box.text_frame.paragraphs:
            p.alignment = PP_ALIGN.CENTER

    def said(self, message: str, sentences: Sequence[Sentence]) -> None:
        for page in _pages(sentences, self.of.lang):
            size, first = 18, page[0]
            slide = self.slide(self._message(first) if first.lead else message)
            self.text(slide, (LEFT, 36, self.room, self.tall - 52), [self._runs(s, size) for s in page])

    def _message(self, of: Sentence) -> str:
        """What the first on it says, which is the one most in need; all of it stands below. Two lines have room: of a
        longer one what stands before its colon. One that names its subject needs no lead."""
        stop, colon = self.of.labels["stop"].strip(), self.of.labels["colon"]
        says = of.text.split(stop + language(self.of.lang).gap)[0].removesuffix(stop)
        if len(of.lead + colon + says) > by_width(self.of.lang, 56, 120):
            says = says.partition(colon)[0]
        named = says.split(" ")[0] == of.lead.split(" ")[0]
        return says if named else f"{of.lead}{colon}{says}"

    def _runs(self, s: Sentence, size: float) -> list[tuple]:
        lead = [(s.lead + self.of.labels["stop"], size, True)] if s.lead else []
        return [*lead, (s.text, size, False)]

    def decided(self, message: str, of: Decisions) -> None:
        if of.none:
            return self.said(message, [Sentence(of.none)])
        for d in of.items:
            slide = self.slide(d.gap)
            rows = [[(x, 24, n == 1)] for n, x in enumerate(_parts(d)) if x]
            self.text(slide, (LEFT, 44, self.room, self.tall - 60), rows)

    def table(self, message: str, of: Table) -> None:
        slide = self.slide(message)
        size = 14 if len(of.rows) <= 9 else 10
        high = min(9.0, (self.tall - 56) / (len(of.rows) + 1))
        frame = slide.shapes.add_table(
            len(of.rows) + 1, len(of.columns), Mm(LEFT), Mm(36), Mm(self.room), Mm(high * (len(of.rows) + 1))
        )
        for y, row in enumerate([of.columns, *of.rows]):
            frame.table.rows[y].height = Mm(high)
            for x, cell in enumerate(row):
                self._cell(frame.table.cell(y, x), cell, size, head=y == 0)
        _widths(frame.table, of, self.room)
        if of.note:
            self.text(slide, (LEFT, self.tall - 20, self.room, 8), [[(of.note, 11, False)]])

    def _cell(self, made: Any, cell: Any, size: float, *, head: bool) -> None:
        made.margin_top = made.margin_bottom = Mm(0.6)
        made.margin_left = made.margin_right = Mm(1.2)
        made.vertical_anchor = MSO_ANCHOR.MIDDLE
        p = made.text_frame.paragraphs[0]
        p.alignment = PP_ALIGN.RIGHT if isinstance(cell, Figure) else PP_ALIGN.LEFT
        self.run(p, text_of(cell), size, bold=head, colour="FFFFFF" if head else INK)

    def chart(self, of: Chart) -> None:
        slide = self.slide(of.says)
        if of.shape == "map":
            return self._map(slide, of)
        data = CategoryChartData()
        data.categories = [p.label for p in of.points]
        data.add_series(of.title, [p.figure.plain for p in of.points])
        kind = XL_CHART_TYPE.BAR_CLUSTERED if of.shape == "bars" else XL_CHART_TYPE.LINE_MARKERS
        frame = slide.shapes.add_chart(kind, Mm(LEFT), Mm(36), Mm(self.room), Mm(self.tall - 56), data)
        frame.name, frame._element.nvGraphicFramePr.cNvPr.attrib["descr"] = of.id, of.title
        drawn(frame.chart, of, language(self.of.lang).tag)
        return None

    def _map(self, slide: Any, of: Chart) -> None:
        """Each district a shape that can be moved and coloured, its figure in its name and beside it."""
        names = mapped(slide, of, (LEFT, 36, self.room, self.tall - 56))
        for text, (x, y) in names:
            box = self.text(slide, (x - 15, y - 6, 30, 12), [[(line, 11, False)] for line in text])
            for p in box.text_frame.paragraphs:
                p.alignment, p.space_after = PP_ALIGN.CENTER, Pt(0)
        if of.note:
            self.text(slide, (LEFT, self.tall - 20, self.room, 8), [[(of.note, 11, False)]])


def as_pptx(of: Brief) -> bytes:
    slides = Slides(of)
    slides.first()
    for message, block in _messages(of):
        match block:
            case list():
                slides.said(message, block)
            case Decisions():
                slides.decided(message, block)
            case Table():
                slides.table(message, block)
            case Chart():
                slides.chart(block)
    out = io.BytesIO()
    slides.show.save(out)
    return same_date(out.getvalue())


def _messages(of: Brief) -> Iterator[tuple[str, Block | list[Sentence]]]:
    """Each slide's message with what stands under it: sentences of one part together, under their heading."""
    heading, said = of.title, []
    for block in of.blocks:
        if isinstance(block, Sentence):
            said.append(block)
            continue
        if said and not (isinstance(block, Table) and len(said) == 1 and not said[0].lead):
            yield heading, said
            said = []
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table) and said:  # the sentence before a table is its message
            yield said[0].text, block
            said = []
        elif isinstance(block, Table):
            yield block.title, block
        elif isinstance(block, Chart | Decisions):
            yield heading, block
    if said:
        yield heading, said


def _pages(sentences: Sequence[Sentence], lang: str) -> Iterator[list[Sentence]]:
    """As many as have room."""
    page: list[Sentence] = []
    room = by_width(lang, 420, 900)
    for s in sentences:
        if page and (len(page) == SAID or sum(len(x.text) + 30 for x in page) + len(s.text) > room):
            yield page
            page = []
        page.append(s)
    if page:
        yield page


def _parts(d: Decision) -> tuple[str, str, str, str]:
    return d.cause, d.what, d.buys, d.who


def _widths(table: Any, of: Table, room: float) -> None:
    """By the longest text of each column."""
    longest = widths(of.columns, of.rows)
    for column, x in zip(table.columns, longest, strict=True):
        column.width = Mm(room * x / sum(longest))
