"""A typed table as HTML, each column told by its kind. Whoever reads it puts its rows in order by pressing a head
(sheet.js), and they stay in it when figures move."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from pages.components.data_table import STATES, TO_THE_RIGHT, DataTable, Kind, TableColumn, as_text
from pages.components.html import Markup, html, joined
from pages.components.panel import panel

WORDY = 24  # letters: what is longer may stand on several lines


def tabled(id: str, of: DataTable, *, links: bool = True) -> Markup:
    """A panel of its own, under the table's title; what is wider or longer scrolls inside. `links`: whether what
    leads to other pages stands in it."""
    tools = of.ways if links and isinstance(of.ways, Markup) else Markup()
    return panel(id, of.title or of.alt, rows_of(id, of, links=links), note=of.note, tools=tools)


def rows_of(id: str, of: DataTable, *, links: bool = True) -> Markup:
    """The same without a title, for what stands under another's."""
    if of.frame.empty:
        return html('<p class="nothing">{}</p>', of.nothing)
    return html('<div class="wide sheeted" tabindex="0">{}</div>', sheet(of, f"{id}-rows", links=links))


def sheet(of: DataTable, key: str, *, links: bool = False) -> Markup:
    """`key` names it on its page."""
    columns = [c for c in of.columns if links or c.kind != "link"]
    head = joined(
        html(
            '<th scope="col" class="{}"><button data-sort="{}"{}>{}</button></th>',
            _side(c.kind),
            n,
            html(' title="{}"', c.hint) if c.hint else "",
            c.title,
        )
        for n, c in enumerate(columns)
    )
    rows = zip(*(of.frame[c.name] for c in columns), strict=True)
    cell = cache(_cell)  # many are alike
    body = joined(
        html("<tr{}>{}</tr>", _chosen(of, n), _row(columns, row, of.presses[n] if of.presses else "", cell))
        for n, row in enumerate(rows)
    )
    return html(
        '<table class="plain sheet" data-key="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', key, head, body
    )


def _side(kind: Kind) -> str:
    return "n" if kind in TO_THE_RIGHT else ""


def _state(text: str, kind: Kind) -> str:
    return f"state {STATES.get(text[:1], '')}" if kind == "state" else ""


def _chosen(of: DataTable, n: int) -> Markup | str:
    return html(' aria-current="true"') if n == of.chosen else ""


def _row(columns: Sequence[TableColumn], row: Sequence[Any], press: str, cell: Any) -> Markup:
    """The first cell is pressed to open the row, by pointer and keyboard."""
    cells = [cell(value if pd.notna(value) else None, c.kind, c.word) for c, value in zip(columns, row, strict=True)]
    if press:
        text = as_text(row[0], columns[0].kind)
        opens = html('<button class="opens" data-set="{}">{}</button>', press, text)
        cells[0] = html('<td class="{}">{}</td>', _state(text, columns[0].kind) or _side(columns[0].kind), opens)
    return joined(cells)


def _cell(value: Any, kind: Kind, word: str) -> Markup:
    text = as_text(value, kind)
    if kind == "state":
        return html('<td class="{}">{}</td>', _state(text, kind), text)
    if kind == "link":
        return html('<td><a class="place" href="{}">{}</a></td>', text, word)
    if kind == "fill" and value is not None:
        wide = f"{min(max(value, 0), 1):.1%}"
        return html('<td class="n"><span class="bar"><i style="width:{}"></i></span><span>{}</span></td>', wide, text)
    return html('<td class="{}">{}</td>', _side(kind) or ("wordy" if len(text) > WORDY else ""), text)
