"""How the kit draws a table, every page's: a number, a share, a time, a state and a link look and sort alike."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from data_pipeline.words.numbers import BLANK
from pages.app import live
from pages.app.working import headed, heading, plain
from pages.components.data_table import STATES, DataTable, TableColumn
from pages.components.theme import tokens

ROW, LINE, EDGE, ROWS = 35, 20, 15, 16  # px of a row and of each more line of it; rows in sight before it scrolls


def data_table(
    of: DataTable, key: str, theme: str, on_row: Callable[[int | None], None] | None = None, rows: int = ROWS
) -> None:
    """`on_row` hears the place of the row that was chosen. `rows`: how many are in sight before the table scrolls."""
    if on_row is None:
        live.still((of.serial, key, theme, rows), lambda: _whole(of, key, theme, rows))
    else:
        _head(of)
        _rows(of, key, theme, rows, _choosing(of, key, on_row))
    if not of.frame.empty:
        on_paper([of], key)


def _whole(of: DataTable, key: str, theme: str, rows: int) -> None:
    _head(of)
    _rows(of, key, theme, rows, {})


def _rows(of: DataTable, key: str, theme: str, rows: int, more: dict[str, Any]) -> None:
    if of.frame.empty:
        st.text(of.nothing)
        return
    high = ROW + (of.lines - 1) * LINE
    st.dataframe(
        _coloured(of, key, theme),
        key=key,
        hide_index=True,
        alt=of.alt,
        row_height=high,
        placeholder=BLANK,
        height="content" if len(of.frame) <= rows else ROW + 3 + high * rows,
        column_config={c.name: _column(c) for c in of.columns},
        **more,
    )


def on_paper(tables: Iterable[DataTable], key: str) -> None:
    """All their rows, where the page is printed."""
    live.printed((of.printed for of in tables), key=f"{key}-paper")


def _head(of: DataTable) -> None:
    if of.ways:
        headed(of.title, of.note, of.ways)
        return
    if of.title:
        heading(of.title)
    if of.note:
        st.caption(plain(of.note))


def _choosing(of: DataTable, key: str, on_row: Callable[[int | None], None]) -> dict[str, Any]:
    marked = {} if of.chosen is None else {"selection_default": {"selection": {"rows": [of.chosen]}}}
    return {"on_select": lambda: on_row(_chosen(key)), "selection_mode": "single-row"} | marked


def _chosen(key: str) -> int | None:
    return next(iter(st.session_state[key].selection.rows), None)


def _column(c: TableColumn) -> ColumnConfig:
    own, of = {"label": c.title, "width": c.width, "help": c.hint or None}, st.column_config
    match c.kind:
        case "figure":
            return of.TextColumn(**own, alignment="right")
        case "number":
            return of.NumberColumn(**own, format="localized")
        case "share":
            return of.NumberColumn(**own, format="percent")
        case "fill":
            return of.ProgressColumn(**own, format="percent", min_value=0, max_value=1)
        case "moment":
            return of.DatetimeColumn(**own, format="MM-DD HH:mm")
        case "day":
            return of.DateColumn(**own, format="YYYY-MM-DD")
        case "link":
            return of.LinkColumn(**own, display_text=c.word)
    return of.TextColumn(**own)


def _coloured(of: DataTable, key: str, theme: str) -> object:
    """States in their colour; their glyph and word stand beside it. `key` names the style, so that it is the same at
    every look."""
    states = [c.name for c in of.columns if c.kind == "state"]
    if not states:
        return of.written
    ink = tokens(theme)
    colours = {glyph: getattr(ink, _text(state)) for glyph, state in STATES.items()}
    style = of.frame.style.set_uuid(key)
    return style.map(lambda text: f"color: {colours.get(str(text)[:1], ink.ink)}", subset=states)


def _text(state: str) -> str:
    """The colour of a state's words: the amber of text, and what is not known muted."""
    return {"at_risk": "at_risk_text", "unknown": "muted"}.get(state, state)
