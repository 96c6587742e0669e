"""Upload templates, derived from a feed's declaration: CSV for machines and plain editors, XLSX for people."""

import csv
import io
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from data_pipeline.declare.describe import (
    allowed_of,
    must_of,
    note_of,
    sample_row,
    semantics_of,
    type_of,
    unit_of,
)
from data_pipeline.declare.feed import Column, Feed
from data_pipeline.declare.pack import Pack
from data_pipeline.words import say
from data_pipeline.words.language import declared

ROWS = 5000  # rows that carry pick-lists
FORMATS = {"date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm", "int": "0", "decimal": "0.0##", "flag": "0"}


def template_csv(pack: Pack, feed: Feed, lang: str) -> bytes:
    """UTF-8 with BOM, the headers, one example row. Its first cell says so and is no date: left in, it is refused."""
    row = list(sample_row(feed, pack).values())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([c.name_in(lang) for c in feed.columns])
    writer.writerow([say(lang, "feeds.example_mark", value=row[0]), *row[1:]])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(pack: Pack, feed: Feed, lang: str, *, locked: bool = False) -> bytes:
    """An empty data sheet (notes on the headers, pick-lists below them), a sheet of notes, the lists themselves.
    `locked`: to be sent out and come back; a row for each area, whose name, like the headers, nobody writes over."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    style = _styles(book)
    data = book.add_worksheet(say(lang, "feeds.sheet_data"))
    notes = book.add_worksheet(say(lang, "feeds.sheet_notes"))
    lists = _Lists(book, pack, feed, lang)
    data.freeze_panes(1, 0)
    for i, column in enumerate(feed.columns):
        head = style["must"] if column.required else style["may"]
        data.set_column(i, i, max(12, 2 * len(column.name_in(lang)) + 2), style[column.type])
        data.write_string(0, i, column.name_in(lang), head)
        data.write_comment(0, i, _comment(pack, feed, column, lang), {"x_scale": 2, "y_scale": 1.2})
        if rule := lists.rule(i, column):
            data.data_validation(1, i, ROWS, i, rule)
    if locked:
        _lock(book, data, pack, feed, lang)
    _write_notes(notes, pack, feed, lang, style)
    book.close()
    return out.getvalue()


def _lock(book: Any, data: Any, pack: Pack, feed: Feed, lang: str) -> None:
    """Only what has to be filled in can be: every other column of the rows of areas, and rows below them."""
    kept = book.add_format({"bg_color": "#EEF1F4"})
    free = {kind: book.add_format({"num_format": form, "locked": False}) for kind, form in FORMATS.items()}
    text = book.add_format({"num_format": "@", "locked": False})
    for i, column in enumerate(feed.columns):
        data.set_column(i, i, max(12, 2 * len(column.name_in(lang)) + 2), free.get(column.type, text))
        if column.name == feed.district_column:
            for row, area in enumerate(pack.districts, 1):
                data.write_string(row, i, area.name(lang), kept)
    data.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True})


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    kinds = {
        kind: book.add_format({"num_format": FORMATS.get(kind, "@")})
        for kind in ("date", "timestamp", "district", "subdistrict", "enum", "code", "int", "decimal", "flag")
    }
    return kinds | {
        "must": book.add_format(head | {"bg_color": "#D6E6F4"}),
        "may": book.add_format(head),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _comment(pack: Pack, feed: Feed, column: Column, lang: str) -> str:
    what = (must_of(column, lang, feed), type_of(column, lang), unit_of(pack, column, lang), semantics_of(column, lang))
    how = (allowed_of(column, lang), say(lang, "feeds.pick") if column.vocab else "", note_of(column, lang))
    return "\n".join((" · ".join(w for w in what if w), *(h for h in how if h)))


def _write_notes(sheet: Any, pack: Pack, feed: Feed, lang: str, style: dict[str, Any]) -> None:
    sheet.write_string(0, 0, feed.name(lang), style["must"])
    sheet.write_string(0, 1, declared(feed, "grain", lang), style["wrap"])
    sheet.write_string(1, 1, say(lang, "feeds.missing_is_not_zero"), style["wrap"])
    heads = ("header", "must", "type", "unit", "semantics", "allowed", "example", "note")
    for i, head in enumerate(heads):
        sheet.write_string(3, i, say(lang, f"feeds.{head}"), style["must"])
    sample = sample_row(feed, pack)
    for row, c in enumerate(feed.columns, start=4):
        cells = (
            c.name_in(lang),
            must_of(c, lang, feed),
            type_of(c, lang),
            unit_of(pack, c, lang),
            semantics_of(c, lang),
            allowed_of(c, lang),
            sample[c.name],
            note_of(c, lang),
        )
        for i, text in enumerate(cells):
            sheet.write_string(row, i, text, style["wrap"])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 6, 16)
    sheet.set_column(7, 7, 60)


class _Lists:
    """The pick-lists: one column per vocabulary, and one per district with its subdistricts."""

    def __init__(self, book: xlsxwriter.Workbook, pack: Pack, feed: Feed, lang: str) -> None:
        self.feed, self.lang, self.pack = feed, lang, pack
        self.ranges: dict[str, str] = {}
        vocabs = sorted({c.vocab for c in feed.columns if c.vocab})
        self._sheet_of_vocab(book, vocabs)
        if feed.has_area:
            self._sheet_of_areas(book)

    def _sheet_of_vocab(self, book: xlsxwriter.Workbook, vocabs: list[str]) -> None:
        if not vocabs:
            return
        name = say(self.lang, "feeds.sheet_lists")
        sheet = book.add_worksheet(name)
        for i, vocab in enumerate(vocabs):
            labels = [t.name(self.lang) for t in self.pack.terms(vocab)]
            sheet.write_column(0, i, [vocab, *labels])
            sheet.set_column(i, i, 22)
            col = xl_col_to_name(i)
            self.ranges[vocab] = f"='{name}'!${col}$2:${col}${len(labels) + 1}"

    def _sheet_of_areas(self, book: xlsxwriter.Workbook) -> None:
        name = say(self.lang, "feeds.sheet_areas")
        sheet = book.add_worksheet(name)
        tops = [a for a in self.pack.areas if a.level in ("city", "district", "outside")]
        total, city = say(self.lang, "feeds.control_total"), say(self.lang, "feeds.control_total_city")
        for i, top in enumerate(tops):
            below = [a.name(self.lang) for a in self.pack.areas if a.parent == top.code and a.level == "subdistrict"]
            sheet.write_column(0, i, [top.name(self.lang), city if top.level == "city" else total, *below])
            sheet.set_column(i, i, 22)
        last = xl_col_to_name(max(0, len(tops) - 1))
        self.ranges["district"] = f"='{name}'!$A$1:${last}$1"
        self.areas = name, last

    def rule(self, position: int, column: Column) -> dict[str, Any] | None:
        """The validation of a column's cells: a warning, never a wall, since codes and aliases are welcome too."""
        if column.vocab:
            return _listed(self.ranges[column.vocab])
        if column.type == "district":
            return _listed(self.ranges["district"])
        if column.type == "subdistrict" and (district := self._district_cell()):
            name, last = self.areas
            at = f"MATCH({district},'{name}'!$A$1:${last}$1,0)-1"
            return _listed(f"=OFFSET('{name}'!$A$2,0,{at},COUNTA(OFFSET('{name}'!$A$2,0,{at},99,1)),1)")
        if column.is_number and column.min is not None:
            return {"validate": "decimal", "criteria": ">=", "value": column.min, "error_type": "warning"}
        return None

    def _district_cell(self) -> str | None:
        """The first data row's district cell, its row relative so that each row looks at its own."""
        at = next((i for i, c in enumerate(self.feed.columns) if c.type == "district"), None)
        return None if at is None else f"${xl_col_to_name(at)}2"


def _listed(source: str) -> dict[str, Any]:
    return {"validate": "list", "source": source, "error_type": "warning"}
