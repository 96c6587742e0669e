"""A typed table as HTML, each column told by its kind. Whoever reads it puts its rows in order by pressing a head
(sheet.js), and they stay in it when figures move."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_pipeline.sentences.states import GLYPHS
from pages.components.data_table import TO_THE_RIGHT, DataTable, Kind, TableColumn, as_text
from pages.components.html import Markup, html, joined

STATES = {glyph: state for state, glyph in GLYPHS.items()}


def sheet(of: DataTable, key: str) -> Markup:
    """`key` names it on its page. What only a press opens is left out."""
    columns = [c for c in of.columns if c.kind != "link"]
    head = joined(
        html('<th scope="col" class="{}"><button data-sort="{}">{}</button></th>', _side(c.kind), n, c.title)
        for n, c in enumerate(columns)
    )
    rows = zip(*(of.frame[c.name] for c in columns), strict=True)
    body = joined(html("<tr>{}</tr>", _row(columns, row)) for row in rows)
    return html(
        '<table class="plain sheet" data-key="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', key, head, body
    )


def _side(kind: Kind) -> str:
    return "n" if kind in TO_THE_RIGHT else ""


def _row(columns: Sequence[TableColumn], row: Sequence[Any]) -> Markup:
    return joined(_cell(value, c.kind) for c, value in zip(columns, row, strict=True))


def _cell(value: Any, kind: Kind) -> Markup:
    text = as_text(value, kind)
    if kind == "state":
        return html('<td class="state {}">{}</td>', STATES.get(text[:1], ""), text)
    if kind == "fill" and pd.notna(value):
        wide = f"{min(max(value, 0), 1):.1%}"
        return html('<td class="n"><span class="bar"><i style="width:{}"></i></span><span>{}</span></td>', wide, text)
    return html('<td class="{}">{}</td>', _side(kind), text)
