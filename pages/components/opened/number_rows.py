"""The rows under a figure as a table, the districts they belong to, and the loads they came with."""

from typing import Any

from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.sentences.phrases import short
from data_pipeline.trace import Trace, parts_shown
from data_pipeline.trace.types import TraceLoad
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known
from pages.components.data_table import DataTable
from pages.components.html import Markup, html, joined
from pages.components.opened.link import number_address
from pages.components.opened.sheet_table import sheet_table
from pages.components.panel import panel

LEFT_OUT = ("load_id",)


def rows_table(t: Trace, sheet: Sheet, opened: int | None, ways: Markup, lang: str) -> DataTable:
    """One row per row under the figure, in the order of Trace.rows; `opened`: the one whose line of a file is shown.
    A press opens its line, and closes it again."""
    columns = [c for c in sheet.columns if _differs(sheet, c, t)]
    key = "rows_note" if parts_shown(t) else "rows_all"
    note = say(lang, f"number.{key}", count=count(len(t.rows), lang))
    keys = (row_key(t.rows.iloc[n]) for n in range(len(sheet.frame)))
    presses = tuple("row=" if n == opened else f"row={key}" for n, key in enumerate(keys))
    around = {"note": note, "chosen": opened, "presses": presses, "ways": ways}
    return sheet_table(say(lang, "number.rows"), sheet, columns, **around)


def row_key(row: Any) -> str:
    """How an address names a row: its load and line."""
    return f"{int(row['load_id'])}-{int(row['row_no'])}"


def _differs(sheet: Sheet, column: Column, t: Trace) -> bool:
    """What is the same in every row is told once, beside the table, and not in it."""
    values = {str(v) if known(v) and v is not None else "" for v in sheet.frame[column.name]}
    alone, cut = len(sheet.frame) == 1, len(sheet.frame) < len(t.rows)
    always = column.name in t.parts or column.name == "row_no" or alone or cut
    return column.name not in LEFT_OUT and values != {""} and (always or len(values) > 1)


def places(pack: Pack, t: Trace, lang: str) -> Markup:
    """The city's figure by district, where it is the sum of them; each opens."""
    if t.figure.level != "city" or t.check.adds not in ("sum", "rounded") or "district_code" not in t.rows:
        return Markup()
    part = "open" if t.figure.is_line else parts_shown(t)[0]
    by_district: Any = t.rows.groupby("district_code")[part]
    sums: dict[str, float] = by_district.sum().to_dict()
    links = joined(
        html(
            '<a class="place" href="{address}"><span>{name}</span><b>{sum}</b></a>',
            address=number_address(t.figure.of.id, a.code),
            name=short(a, lang),
            sum=exact(sums[a.code]),
        )
        for a in pack.districts
        if a.code in sums
    )
    if (city := pack.operation.city_code) in sums:  # what is told for the city itself, beside its districts
        own = say(lang, "number.city_own")
        links += html('<span class="place"><span>{}</span><b>{}</b></span>', own, exact(sums[city]))
    title, note = say(lang, "number.places"), say(lang, "number.places_note")
    return panel("places", title, html('<div class="places">{}</div>', links), note=note)


def loads(t: Trace, lang: str) -> Markup:
    """The files the figure came from, each with who sent it, when, and how many of the rows are its."""
    of = joined(
        html("<div><b>{}</b><span>{}</span></div>", str(x["file_name"]), _came(x, lang))
        for x in records(t.loads, TraceLoad)
    )
    return panel("loads", say(lang, "number.loads"), html('<div class="loads" tabindex="0">{}</div>', of))


def _came(load: TraceLoad, lang: str) -> str:
    rows = say(lang, "number.count_rows", count=count(load["rows"], lang))
    return f"{load['sender']} · {load['received_at']:%m-%d %H:%M} · {rows}"
