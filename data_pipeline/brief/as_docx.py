"""A brief as a Word document that the office may go on writing in: styles, real tables, charts as pictures."""

import io
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from data_pipeline.brief.model import Block, Brief, Chart, Decisions, Figure, Heading, Sentence, Sources, Table, text_of
from data_pipeline.brief.office import (
    BODY,
    HEAD,
    KAI,
    LATIN,
    OTHERS,
    RED,
    TITLE,
    faces,
    properties,
    same_date,
    template,
)
from data_pipeline.brief.picture import png
from data_pipeline.brief.widths import widths
from data_pipeline.words import say
from data_pipeline.words.language import language

SMALL = 9.0
BESIDE = 45  # twentieths of a point, beside the words of a cell
CELL = 9.0


class Type(NamedTuple):
    face: str
    size: float
    bold: bool = False
    colour: str = ""


class Writer:
    """Writes block after block at the end of a document."""

    def __init__(self, of: Brief) -> None:
        self.of, self.own = of, template("template.docx")
        self.dense = language(of.lang).dense
        self.doc = Document(self.own) if self.own else Document()
        self.size = 16.0 if self.dense else 12.0
        if self.own is None:
            self._page()
            _other_names(self.doc)
        self._around()
        properties(self.doc, f"{of.masthead} {of.title}", of.issuer, of.made)

    def _page(self) -> None:
        """A4 with the margins of GB/T 9704; the grid is the line's own height."""
        section = self.doc.sections[0]
        section.page_width, section.page_height, section.orientation = Mm(210), Mm(297), WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def _around(self) -> None:
        """On every sheet: of when it is, and how it is classified; below what the office's own template has there."""
        section = self.doc.sections[0]
        foot, head = section.footer.paragraphs[-1], section.header.paragraphs[-1]
        if foot.text.strip():
            foot = section.footer.add_paragraph()
        self.run(foot, f"{self.of.stamp}　— ", Type(HEAD, SMALL))
        _field(foot, "PAGE")
        self.run(foot, " —", Type(HEAD, SMALL))
        if self.of.mark:
            self.run(section.header.add_paragraph() if head.text.strip() else head, self.of.mark, Type(HEAD, self.size))

    def run(self, p: Any, text: str, of: Type) -> None:
        run = p.add_run(text)
        run.font.size, run.bold, run.font.name = Pt(of.size), of.bold, LATIN[of.face]
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), faces()[of.face])
        fonts.set(qn("w:hAnsi"), LATIN[of.face])
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), "en-GB")
        lang.set(qn("w:eastAsia"), "zh-CN")
        run._element.get_or_add_rPr().append(lang)
        if of.colour:
            run.font.color.rgb = RGBColor.from_string(of.colour)

    def paragraph(self, *, indent: bool = False, centre: bool = False, tight: bool = False) -> Any:
        p = self.doc.add_paragraph()
        form = p.paragraph_format
        form.space_before = form.space_after = Pt(0)
        if not tight:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.98 if self.dense else 19)
        if indent and self.dense:
            form.first_line_indent = Pt(2 * self.size)
        if centre:
            p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return p

    def masthead(self) -> None:
        of, size = self.of, self.size
        self.run(
            self.paragraph(centre=True, tight=True), of.masthead, Type(TITLE, 34 if self.dense else 25, colour=RED)
        )
        self.run(self.paragraph(centre=True), of.number, Type(BODY, size))
        p = self.paragraph()
        p.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        self.run(p, f"{of.issuer}\t{of.dated}", Type(BODY, size))
        _rule(p)
        (title := self.paragraph(centre=True)).paragraph_format.space_before = Mm(3)  # clear of the rule
        self.run(title, of.title, Type(TITLE, 22 if self.dense else 17, bold=True))
        if of.simulated:
            self.run(self.paragraph(centre=True, tight=True), of.simulated, Type(HEAD, SMALL, colour=RED))

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Sentence():
                p = self.paragraph(indent=True)
                if block.lead:
                    self.run(p, block.lead + self._stop(), Type(KAI, self.size, bold=True))
                self.run(p, block.text, Type(BODY, self.size))
            case Table():
                self._title(block.title)
                self._grid(block.columns, block.rows)
                if block.note:
                    self.run(self.paragraph(tight=True), block.note, Type(HEAD, SMALL))
            case Chart():
                self._title(block.title)
                says = self.paragraph(tight=True)
                says.paragraph_format.keep_with_next = True
                self.run(says, block.says, Type(HEAD, SMALL))
                self.doc.add_picture(io.BytesIO(png(block)), width=Mm(145))
                alt = ", ".join(f"{x.label} {x.figure.text}" for x in block.points)
                self.doc.paragraphs[-1]._element.xpath(".//wp:docPr")[0].set("descr", f"{block.title}: {alt}")
            case Decisions():
                self._decisions(block)
            case Sources():
                self._grid([], [list(n) for n in block.notes])

    def _stop(self) -> str:
        return say(self.of.lang, "brief.stop")

    def _heading(self, of: Heading) -> None:
        p = self.doc.add_heading(level=1)
        p.paragraph_format.page_break_before = of.annex
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(6)
        self.run(p, of.text, Type(HEAD, self.size, colour="000000"))

    def _title(self, text: str) -> None:
        p = self.doc.add_heading(level=2)
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(4)
        self.run(p, text, Type(HEAD, 12, colour="000000"))

    def _grid(self, columns: Any, rows: Any) -> None:
        table = self.doc.add_table(rows=0, cols=len(columns or rows[0]))
        table.style, table.autofit = "Table Grid", False
        _close(table)
        shares = widths(columns, rows) if columns else [18, 60]
        for column, w in zip(table.columns, shares, strict=True):
            column.width = Mm(156 * w / sum(shares))
        for n, row in enumerate([columns, *rows] if columns else rows):
            made = table.add_row()
            if columns and n == 0:
                _repeated(made)
            _whole(made)
            for cell, text, w in zip(made.cells, row, shares, strict=True):
                cell.width = Mm(156 * w / sum(shares))
                p = cell.paragraphs[0]
                p.paragraph_format.space_after = Pt(0)
                if isinstance(text, Figure):
                    p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self.run(
                    p, text_of(text), Type(HEAD, CELL if len(row) < 8 else CELL - 1, bold=bool(columns) and n == 0)
                )

    def _decisions(self, of: Decisions) -> None:
        if of.none:
            self.run(self.paragraph(indent=True), of.none, Type(BODY, self.size))
        for n, d in enumerate(of.items, start=1):
            p = self.paragraph(indent=True)
            number = say(self.of.lang, "brief.item", n=say(self.of.lang, f"ordinal.n{n}"))
            self.run(p, number + d.gap + self._stop(), Type(KAI, self.size, bold=True))
            parts = [x for x in (d.cause, d.what, d.buys, d.who) if x]
            self.run(p, language(self.of.lang).gap.join(parts), Type(BODY, self.size))

    def foot(self) -> None:
        if self.of.to:
            p = self.paragraph()
            _rule(p, "000000", "top")
            self.run(p, say(self.of.lang, "brief.to_whom", to=self.of.to), Type(BODY, 14 if self.dense else 11))


def as_docx(of: Brief) -> bytes:
    writer = Writer(of)
    writer.masthead()
    for block in of.blocks:
        writer.block(block)
    writer.foot()
    out = io.BytesIO()
    writer.doc.save(out)
    return same_date(out.getvalue())


def _rule(p: Any, colour: str = RED, side: str = "bottom") -> None:
    edges, edge = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    p._element.get_or_add_pPr().append(edges)


def _other_names(doc: Any) -> None:
    """In the table of fonts, which one is taken where the named one is not installed."""
    part = next(r.target_part for r in doc.part.rels.values() if r.reltype.endswith("/fontTable"))
    fonts = "".join(f'<w:font w:name="{a}"><w:altName w:val="{b}"/></w:font>' for a, b in OTHERS.items())
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _field(p: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = p.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run.font.size = Pt(SMALL)
        run._element.append(part)


def _repeated(row: Any) -> None:
    """The row of titles stands on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _close(table: Any) -> None:
    """Less room beside the words of a cell, so that no figure takes two lines."""
    xml = f'<w:tblCellMar {nsdecls("w")}><w:left w:w="{BESIDE}" w:type="dxa"/><w:right w:w="{BESIDE}" w:type="dxa"/>'
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(parse_xml(f"{xml}</w:tblCellMar>"))


def _whole(row: Any) -> None:
    """No row is cut by a page's end."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
