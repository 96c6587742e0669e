"""The page that opens a number: one sentence, the path to the file, the rows, the line of the file, the SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.publish.disclosure_control import Count
from data_pipeline.publish.sheet import Sheet
from data_pipeline.sentences.held_here import days_of, source_of
from data_pipeline.sentences.phrases import unit
from data_pipeline.trace import Original, Trace, shown_cell
from data_pipeline.words import Unit, say
from data_pipeline.words.language import declared, language
from data_pipeline.words.numbers import BLANK, count, exact, known, moment
from pages.components.data_table import DataTable
from pages.components.html import Markup, html, joined
from pages.components.opened.link import export_links
from pages.components.opened.number_line import others, versions
from pages.components.opened.number_path import path, sql
from pages.components.opened.number_rows import loads, places, rows_table
from pages.components.opened.picks import option_groups, pick
from pages.components.panel import Drawn, panel


@dataclass(frozen=True)
class Opened:
    """All that the page shows. `line`: the row of the trace that was opened, with its file's line and what it said."""

    trace: Trace
    sheet: Sheet
    values: Mapping[str, Any]
    asked: dict[str, str] = field(default_factory=dict)  # the address of the export
    line: "OpenedLine | None" = None


@dataclass(frozen=True)
class OpenedLine:
    row: int  # in Trace.rows
    original: Original
    banded: Count | None  # which counts the row tells, where they are of people and told in bands
    versions: pd.DataFrame


@dataclass(frozen=True)
class NumberPage:
    """The sentence and the path; where there is a figure, its rows, what stands beside them, what is below."""

    head: Drawn
    rows: DataTable | None = None
    side: Drawn | None = None
    foot: Drawn | None = None


def number(pack: Pack, opened: Opened, lang: str) -> NumberPage:
    t = opened.trace
    head = html(
        "{lead}{choice}{path}",
        lead=_lead(pack, opened, lang),
        choice=choice(pack, t.figure.of, t.figure.area, lang),
        path=path(t, lang),
    )
    side = html(
        "{definition}{places}{loads}",
        definition=_definition(pack, t, lang),
        places=places(pack, t, lang),
        loads=loads(t, lang),
    )
    foot = html("{}{}", _original(pack, opened, lang), sql(t, lang))
    ways = export_links("number", opened.asked, lang)
    rows = rows_table(t, opened.sheet, opened.line and opened.line.row, ways, lang)
    return NumberPage(_part("number", head), rows, _part("number-side", side), _part("number-foot", foot))


def _part(key: str, body: Markup) -> Drawn:
    return Drawn(html('<div class="number" data-key="{}">{}</div>', key, body))


def no_number(pack: Pack, of: Line | Gauge, area: str, at: str, lang: str) -> NumberPage:
    facts = {"area": pack.area[area].name(lang) if area in pack.area else area, "as_of": at, "name": of.name(lang)}
    none = html(
        '<div class="empty" data-key="empty"><div><h1>{}</h1><p>{}</p></div></div>',
        say(lang, "number.none_title", **facts),
        say(lang, "number.none_lead"),
    )
    return NumberPage(_part("number", choice(pack, of, area, lang) + none))


def sentence(pack: Pack, t: Trace, values: Mapping[str, Any], lang: str) -> str:
    """The figure and what it is made of, in one sentence."""
    f = t.figure
    facts = {
        "area": pack.area[f.area].name(lang) if f.area in pack.area else f.area,
        "as_of": moment(f.as_of, f.ops_day, lang),
        "name": f.of.name(lang),
        "rows": count(t.made_of or len(t.rows), lang),
        "files": say(lang, "sight.files", shown=count(len(t.rows), lang)) if t.made_of else _files(t, lang),
    }
    if not f.is_line:
        parts = {n: figure(values[n], lang) for n in ("value", "numer", "denom")}
        key = "lead_ratio" if t.check.adds == "ratio" else "lead_gauge"
        return say(lang, f"number.{key}", unit=_unit(pack, f.of, lang), **parts, **facts)
    worst = "" if f.says is f.of else say(lang, "number.lead_worst", part=f.says.name(lang), **facts)
    cells = {n: figure(values[n], lang) for n in ("due", "done", "cancelled")}
    key = "lead_line" if known(values["due"]) else "lead_band"
    return worst + say(
        lang, f"number.{key}", left=figure(values["open"], lang), unit=_unit(pack, f.says, lang), **cells, **facts
    )


def figure(value: Any, lang: str) -> str:
    """A number as people read it; a hidden one is told as its words."""
    if isinstance(value, str):
        return value
    if value is None or not known(value):
        return BLANK
    return exact(value) if float(value).is_integer() or abs(value) >= 100 else f"{value:,.2f}"


def verdict(pack: Pack, t: Trace, lang: str) -> str:
    """Whether the rows give the figure, and how; else why they need not be added. What they give instead is not told
    where the figure itself is told in a band."""
    shown = t.figure.values.get("open" if t.figure.is_line else "value")
    if not t.check.holds and t.figure.level == "subdistrict" and t.people:
        return say(lang, "number.check_fails_band")
    if not t.check.holds:
        return say(lang, "number.check_fails", again=figure(t.check.again, lang), shown=figure(shown, lang))
    if shown is None or not known(shown):
        return say(lang, "number.check_null")
    if t.made_of:
        return say(lang, "sight.check")
    target = t.figure.target
    how = declared(target, "aggregation", lang) if target else "—"
    return say(lang, f"number.check_{t.check.adds}", how=how)


def choice(pack: Pack, of: Line | Gauge, area: str, lang: str) -> Markup:
    """Another figure, another area."""
    figures = pick("id", option_groups(pack, lang), of.id, say(lang, "number.pick_figure"))
    areas = (
        [("", [(a.code, a.name(lang)) for a in (pack.area[pack.operation.city_code], *pack.districts)])]
        if pack.operation.city_code in pack.area
        else []
    )
    if area in pack.area and pack.area[area].level == "subdistrict":
        areas.append((pack.area[pack.area[area].parent].name(lang), [(area, pack.area[area].name(lang))]))
    label = say(lang, "number.other")
    return html(
        '<div class="picks" data-key="picks" aria-label="{label}">{figures}{pick}</div>',
        label=label,
        figures=figures,
        pick=pick("area", areas, area, say(lang, "number.pick_area")),
    )


def _unit(pack: Pack, of: Line | Gauge, lang: str) -> Unit:
    """The word behind the figure."""
    if isinstance(of, Line):
        return unit(of, pack, lang)
    term = pack.unit(of.unit, lang)
    return Unit(say(lang, "text.unit", unit=term), say(lang, "text.unit", unit=term.one))


def _files(t: Trace, lang: str) -> str:
    from_loads = t.loads
    if len(from_loads) == 1:
        return say(lang, "number.one_file", sender=from_loads.iloc[0]["sender"])
    return say(lang, "number.files", files=len(from_loads), senders=from_loads["sender"].nunique())


def _lead(pack: Pack, opened: Opened, lang: str) -> Markup:
    t = opened.trace
    more = [
        verdict(pack, t, lang),
        say(lang, "number.carried", count=t.carried) if t.carried else "",
        say(lang, "number.background", count=count(t.background, lang)) if t.background and not _plain(t) else "",
    ]
    gap = language(lang).gap
    mark = "holds" if t.check.holds else "fails"
    first, rest = sentence(pack, t, opened.values, lang), gap + gap.join(m for m in more[1:] if m)
    return html(
        '<section class="lead" data-key="lead"><div class="told"><h1>{first}</h1><p>'
        '<b class="{mark}">{more}</b>{rest}</p></div></section>',
        first=first,
        mark=mark,
        more=more[0],
        rest=rest,
    )


def _plain(t: Trace) -> bool:
    """A sum of the rows of one slot needs no other slot."""
    return t.check.adds in ("sum", "rounded", "ratio", "max", "min", "alone")


def _definition(pack: Pack, t: Trace, lang: str) -> Markup:
    target = t.figure.target
    if target is None:
        return Markup()
    named = {
        "metric": f"{target.metric} {declared(target, '', lang)}",
        "formula": declared(target, "formula", lang),
        "unit": pack.unit(t.figure.of.unit, lang),
        "target": "—" if target.target is None else f"{target.target:,.10g}",
        "aggregation": declared(target, "aggregation", lang),
        "responsible": declared(target, "responsible", lang),
        "source": source_of(target.source, lang),
    }
    if here := t.figure.here:
        place = pack.term("zone", here.zone, lang) if here.zone else pack.area[here.area].name(lang)
        named["here"] = say(lang, "targets.holds_in", place=place, days=days_of(here, lang))
    body = joined(
        html("<dt>{}</dt><dd>{}</dd>", say(lang, f"number.{name}"), text or "—") for name, text in named.items()
    )
    return panel("definition", say(lang, "number.definition"), html("<dl>{}</dl>", body))


def _original(pack: Pack, opened: Opened, lang: str) -> Markup:
    title, line = say(lang, "number.original"), opened.line
    if line is None:
        return panel("original", title, html("<p>{}</p>", say(lang, "number.original_none")))
    o, feed = line.original, pack.feeds[opened.trace.rows.iloc[line.row]["feed"]]
    cells = [shown_cell(c, n, feed, banded=line.banded) for n, c in zip(o.columns, o.cells, strict=False)]
    masked = list(cells) != list(o.cells[: len(cells)])
    head = joined(html('<th scope="col">{}</th>', h) for h in o.headers)
    body = joined(html("<td>{}</td>", c) for c in cells)
    text = (o.delimiter or "\t").join(cells)
    note = say(lang, "number.original_note", file=o.file_name, line=o.line)
    warn = html("<p>{}</p>", say(lang, "number.original_masked")) if masked else ""
    below = html("{}{}", others(pack, opened, line, lang), versions(pack, opened, line, lang))
    sheet = html(
        '<div class="wide"><table class="plain"><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr>'
        '</tbody></table></div><pre class="sent">{text}</pre>{warn}{below}',
        head=head,
        body=body,
        text=text,
        warn=warn,
        below=below,
    )
    return panel("original", title, sheet, note=note)
