"""What changed: rows by what they do, restated cells old and new, figures and states that differ."""

from typing import Any

import pandas as pd

from data_pipeline.board.rows import MovedRow
from data_pipeline.core.records import records
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Effect, RestatedCell
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.publish.disclosure_control import count_of, told_in_bands
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.trace import shown_cell
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, exact, known
from pages.components.cells import cell, column_name, key_of
from pages.components.data_table import DataTable, Kind, TableColumn
from pages.components.html import Markup, html, joined

LISTED = 1000
WHEN = ("before", "after")
KINDS = ("new", "restated", "unchanged", "withdrawn", "renamed")


def effect_counts(effect: Effect, lang: str) -> Markup:
    cells = joined(
        html(
            '<span class="count {state}"><b>{n}</b>{kind}</span>',
            state="on_track" if n else "",
            n=exact(n),
            kind=_s(lang, kind),
        )
        for kind in KINDS
        if (n := getattr(effect, kind)) or kind in KINDS[:3]
    )
    return html('<div class="dk counts">{}</div>', cells)


def taken(effect: Effect, lang: str) -> str:
    """Says that known figures would be gone, where some would."""
    return say(lang, "moved.taken", rows=effect.taken) if effect.taken else ""


def restated_table(effect: Effect, pack: Pack, feed: Feed, lang: str, *, exactly: bool) -> DataTable:
    """Cell by cell: which row, which column, old and new. Not `exactly`: counts of people below district level are
    told in bands, and not by how much they moved."""
    widths = {"row": 260, "column": 130, "old": 90, "new_value": 90, "by": 80}
    columns = [TableColumn(name, _w(lang, name), width=width) for name, width in widths.items()]
    rows, every = [_restated(c, pack, feed, lang, exactly) for c in effect.cells[:LISTED]], len(effect.cells)
    note = say(lang, "moved.more", shown=LISTED, rows=every) if every > LISTED else ""
    return DataTable.of("", columns, rows, note=note, alt=say(lang, "loads.restated", cells=every))


def _restated(c: RestatedCell, pack: Pack, feed: Feed, lang: str, exactly: bool) -> dict[str, str]:
    key = dict(zip(feed.key, c.key, strict=False))
    hidden = not exactly and told_in_bands(pack, feed, key)
    banded = count_of(feed, key) if hidden else None
    old, new = (
        shown_cell(cell(pack, feed, c.column, v, lang), c.column, feed, banded=banded) for v in (c.before, c.after)
    )
    hidden &= feed[c.column].people or feed[c.column].unit == "h"
    by = "" if hidden else _difference(c.before, c.after)
    row = key_of(pack, feed, c.key, lang)
    return {"row": row, "column": column_name(feed, c.column, lang), "old": old, "new_value": new, "by": by}


def gone(effect: Effect, pack: Pack, feed: Feed, lang: str) -> Markup:
    """Rows that a snapshot no longer holds, and rows that were renamed."""
    lines = [f"{_s(lang, 'withdrawn')}: {key_of(pack, feed, k, lang)}" for k in effect.gone[:LISTED]]
    lines += [
        f"{_s(lang, 'renamed')}: {key_of(pack, feed, was, lang)} → {key_of(pack, feed, now, lang)}"
        for was, now in effect.moved[:LISTED]
    ]
    return html('<ul class="dk">{}</ul>', joined(html("<li>{}</li>", line) for line in lines)) if lines else Markup()


def summary(moves: pd.DataFrame, lang: str) -> str:
    """One sentence: how many lines, districts and states are touched."""
    lines = moves.loc[moves["kind"] == "line"]
    turned = lines.loc[lines["state_before"].fillna("") != lines["state_after"].fillna("")]
    key = "nothing" if moves.empty else "summary"
    facts = {"lines": lines["id"].nunique(), "areas": lines["area_code"].nunique(), "states": len(turned),
             "gauges": moves.loc[moves["kind"] == "gauge", "id"].nunique()}  # fmt: skip
    return say(lang, f"moved.{key}", **facts)


def lines_table(moves: pd.DataFrame, pack: Pack, lang: str) -> DataTable:
    """One row per line, area and slot, in the declared order, the city first: what was told then, and what now."""
    rows = _ordered(moves.loc[moves["kind"] == "line"], pack)
    many = len({r["ops_day"] for r in rows}) > 1
    both = [*_both("open", "number", lang), *_both("done", "number", lang), *_both("rate", "share", lang)]
    columns = [*_where("line", lang, with_day=many), *_both("state", "state", lang, 110), *both]
    table_rows = [
        _row(r, pack, lang)
        | {"state_before": _state(r["state_before"], lang), "state_after": _state(r["state_after"], lang)}
        for r in rows
    ]
    turned = any(r["state_before"] != r["state_after"] for r in table_rows)
    return DataTable.of("", columns, table_rows, note=_w(lang, "by_pace") if turned else "", alt=_w(lang, "line"))


def gauges_table(moves: pd.DataFrame, pack: Pack, lang: str) -> DataTable:
    rows = _ordered(moves.loc[moves["kind"] == "gauge"], pack)
    columns = [*_where("gauge", lang), *_both("value", "number", lang)]
    return DataTable.of("", columns, [_row(r, pack, lang) for r in rows], alt=_w(lang, "gauge"))


def _where(figure: str, lang: str, *, with_day: bool = False) -> list[TableColumn]:
    day = [TableColumn("ops_day", _w(lang, "day"), "day", 95)] * with_day
    return [*day, TableColumn("name", _w(lang, figure), width=150), TableColumn("area", _w(lang, "area"), width=95),
            TableColumn("slot", _w(lang, "slot"), width=75)]  # fmt: skip


def _both(name: str, kind: Kind, lang: str, width: int = 85) -> list[TableColumn]:
    """As it was told, and as it is told now."""
    title = _w(lang, name)
    return [
        TableColumn(f"{name}_before", say(lang, "moved.was", name=title), kind, width),
        TableColumn(f"{name}_after", title, kind, width),
    ]


def _row(r: MovedRow, pack: Pack, lang: str) -> dict[str, Any]:
    return {**r, "name": _name(pack, r, lang), "area": _area(pack, r, lang), "slot": _slot(r)}


def _state(state: Any, lang: str) -> str:
    state = state if known(state) and state else UNKNOWN
    return f"{GLYPHS[state]} {say(lang, f'state.{state}')}"


def _slot(r: MovedRow) -> str:
    one, other = r["as_of_before"], r["as_of_after"]
    texts = [f"{m:%H:%M}" if known(m) else BLANK for m in (one, other)]
    return texts[1] if texts[0] == texts[1] else f"{texts[0]} → {texts[1]}"


def _ordered(moves: pd.DataFrame, pack: Pack) -> list[MovedRow]:
    """City and districts only; every list in the order that is declared, never by size."""
    ids = {x: i for i, x in enumerate([*pack.lines, *pack.gauges])}
    areas = {code: i for i, code in enumerate([pack.operation.city_code, *(a.code for a in pack.districts)])}
    rows = [r for r in records(moves, MovedRow) if r["area_code"] in areas and r["id"] in ids]
    return sorted(rows, key=lambda r: (r["ops_day"], ids[r["id"]], areas[r["area_code"]], str(r["as_of_after"])))


def _name(pack: Pack, r: MovedRow, lang: str) -> str:
    figure = pack.lines.get(r["id"]) or pack.gauges[r["id"]]
    return figure.name(lang)


def _area(pack: Pack, r: MovedRow, lang: str) -> str:
    return pack.area[r["area_code"]].name(lang)


def _difference(before: str | None, after: str | None) -> str:
    try:
        return _signed(float(after or "") - float(before or ""))
    except ValueError:
        return ""


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{_short(abs(value))}"


def _short(value: float | None) -> str:
    return exact(value) if value is None or not known(value) or abs(value) >= 10 else f"{float(value):.3g}"


def _w(lang: str, name: str) -> str:
    return say(lang, f"moved.{name}")


def _s(lang: str, name: str) -> str:
    return _w(lang, name)
