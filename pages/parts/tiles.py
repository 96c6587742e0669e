"""Headline tiles: one line of work each, at city level, with its worst district beside it."""

from html import escape

from data_pipeline.declare import Line
from data_pipeline.words import say
from pages.parts.day import Day, Row
from pages.parts.marks import mark
from pages.parts.numbers import count, percent
from pages.parts.phrases import due_share, finish, pair, short, unit


def tiles(day: Day, lang: str, selected: str | None = None) -> str:
    return f'<div class="tiles">{"".join(tile(day, x, lang, x.id == selected) for x in day.lines("headline"))}</div>'


def tile(day: Day, line: Line, lang: str, selected: bool = False) -> str:
    row, state = day.city(line.id), day.state(line.id)
    rate = percent(row["rate"]) if row else "—"
    hint = say(lang, "tile.hint", name=line.name(lang), state=say(lang, f"state.{state}"), rate=rate)
    return (
        f'<button class="tile {state}" data-key="{line.id}" data-set="line={line.id}" aria-pressed="{str(selected).lower()}"'
        f' title="{escape(hint)}"><span class="top"><span class="name">{escape(line.name(lang))}</span>{mark(state, lang)}'
        f"</span>{_figures(day, line, row, lang) if row else _missing(lang)}</button>"
    )


def _figures(day: Day, line: Line, row: Row, lang: str) -> str:
    left = f"{count(row['open'], lang)}{unit(line, day.pack, lang) if lang == 'zh' else ''}"
    left = say(lang, "tile.left", left=left) if row["open"] else say(lang, "tile.all_done")
    return (
        f'<span class="big"><span data-fig>{percent(row["rate"])}<small>%</small></span>'
        f'<span class="left" data-fig>{escape(left)}</span></span>'
        f'<span class="pair" data-fig>{escape(_pair(day, line, row, lang))}</span>{bar(row)}'
        f'<span class="foot"><span data-fig>{escape(finish(row, day, lang))}</span>'
        f'<span class="worst" data-fig>{_worst(day, line, lang)}</span></span>'
    )


def _pair(day: Day, line: Line, row: Row, lang: str) -> str:
    told = pair(row, line, day, lang)
    part = day.pack.lines.get(str(row["part"]))
    if part is None or part.id == line.id:
        return told
    return say(lang, "tile.part_pair", part=part.name(lang), pair=told)


def _worst(day: Day, line: Line, lang: str) -> str:
    by_need = day.districts_by_need(line.id)
    if not by_need:
        return ""
    code, row = by_need[0]
    return escape(say(lang, "tile.worst", area=short(day.pack.area[code], lang), rate=percent(row["rate"], 0)))


def _missing(lang: str) -> str:
    return (
        f'<span class="big"><span>—</span></span><span class="pair">{say(lang, "tile.not_reported")}</span>'
        '<span class="bar"></span><span class="foot"><span>&nbsp;</span></span>'
    )


def bar(row: Row) -> str:
    """A bullet bar: what is done, with a tick where a straight line to the deadline stands."""
    rate = float(row["rate"]) if row["rate"] == row["rate"] and row["rate"] is not None else 0.0
    share = due_share(row)
    tick = f'<b style="left:{share * 100:.1f}%"></b>' if share is not None else ""
    return f'<span class="bar"><i style="width:{min(rate, 1) * 100:.1f}%"></i>{tick}</span>'
