"""The rows under a figure as a table, the districts they belong to, and the loads they came with."""

from datetime import datetime
from html import escape
from typing import Any

from data_pipeline.declare import Pack
from data_pipeline.intake.lines import line_of
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.trace import Trace, parts_shown
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known
from pages.components.opened.link import number_address
from pages.components.panel import panel
from pages.components.text.phrases import short
from pages.model.day import Row, records

SHOWN = 60  # rows on the page; the export has them all
LEFT_OUT = ("load_id",)


def rows_table(pack: Pack, t: Trace, sheet: Sheet, opened: int | None, lang: str, tools: str) -> str:
    columns = [c for c in sheet.columns if _differs(sheet, c, t)]
    head = "".join(f'<th scope="col" class="is-{c.kind}">{escape(c.title)}</th>' for c in columns)
    rows = "".join(
        _row(t.rows.iloc[i], sheet.frame.iloc[i], columns, i == opened, lang)
        for i in range(min(len(sheet.frame), SHOWN))
    )
    key = "rows_note" if parts_shown(t) else "rows_all"
    note = say(lang, f"number.{key}", count=count(len(sheet.frame), lang))
    if len(sheet.frame) > SHOWN:
        note += f" · {say(lang, 'number.rows_cut', shown=SHOWN, count=count(len(sheet.frame), lang))}"
    body = (
        f'<div class="wide rows" tabindex="0"><table class="plain rows"><thead><tr>{head}<th></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return panel("rows", say(lang, "number.rows"), body, note=note, tools=tools)


def row_key(row: Any) -> str:
    """How an address names a row: its load and line."""
    return f"{int(row['load_id'])}-{int(row['row_no'])}"


def cell(value: Any, column: Column) -> str:
    """A value of a sheet as text."""
    if isinstance(value, str):
        return value
    if value is None or not known(value):
        return BLANK if column.kind == "number" else ""
    if isinstance(value, datetime):
        return f"{value:%m-%d %H:%M}"
    return exact(value) if float(value).is_integer() else f"{float(value):,.2f}"


def _row(came: Any, shown: Any, columns: list[Column], opened: bool, lang: str) -> str:
    cells = "".join(f'<td class="is-{c.kind}">{escape(cell(shown[c.name], c))}</td>' for c in columns)
    hint = escape(say(lang, "number.show_line_hint", file=came["file_name"], line=line_of(int(came["row_no"]))))
    button = (
        f'<button class="flip" data-set="row={row_key(came)}" title="{hint}" aria-pressed="{str(opened).lower()}">'
        f"{escape(say(lang, 'number.show_line'))}</button>"
    )
    return f'<tr class="{"selected" if opened else ""}">{cells}<td>{button}</td></tr>'


def _differs(sheet: Sheet, column: Column, t: Trace) -> bool:
    """What is the same in every row is told once, beside the table, and not in it."""
    told = {str(v) if known(v) and v is not None else "" for v in sheet.frame[column.name]}
    always = column.name in t.parts or column.name == "row_no" or len(sheet.frame) == 1
    return column.name not in LEFT_OUT and told != {""} and (always or len(told) > 1)


def places(pack: Pack, t: Trace, lang: str) -> str:
    """The city's figure by district, where it is the sum of them; each opens."""
    if t.figure.level != "city" or t.check.adds not in ("sum", "rounded") or "district_code" not in t.rows:
        return ""
    part = "open" if t.figure.is_line else parts_shown(t)[0]
    by_district: Any = t.rows.groupby("district_code")[part]
    sums: dict[str, float] = by_district.sum().to_dict()
    links = "".join(
        f'<a class="place" href="{escape(number_address(t.figure.of.id, a.code))}">'
        f"<span>{escape(short(a, lang))}</span><b>{exact(sums[a.code])}</b></a>"
        for a in pack.districts
        if a.code in sums
    )
    if (city := pack.operation.city_code) in sums:  # what is told for the city itself, beside its districts
        own = escape(say(lang, "number.city_own"))
        links += f'<span class="place"><span>{own}</span><b>{exact(sums[city])}</b></span>'
    title, note = say(lang, "number.places"), say(lang, "number.places_note")
    return panel("places", title, f'<div class="places">{links}</div>', note=note)


def loads(t: Trace, lang: str) -> str:
    """The files the figure came from, each with who sent it, when, and how many of the rows are its."""
    of = "".join(
        f"<div><b>{escape(str(x['file_name']))}</b><span>{escape(_came(x, lang))}</span></div>"
        for x in records(t.loads)
    )
    return panel("loads", say(lang, "number.loads"), f'<div class="loads" tabindex="0">{of}</div>')


def _came(load: Row, lang: str) -> str:
    rows = say(lang, "number.count_rows", count=count(load["rows"], lang))
    return f"{load['sender']} · {load['received_at']:%m-%d %H:%M} · {rows}"
