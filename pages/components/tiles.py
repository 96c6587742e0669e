"""Headline tiles: one line of work each, at city level, with its worst district beside it."""

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import due_share, finish, pair, short
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import count, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.components.momentum import moved
from pages.components.opened.link import opener

FOOT_ROOM = 21, 23  # in Latin characters, with the rate
FOOT_WIDE = 25  # without it
FEWEST, MOST = 3, 8  # side by side: one alone is no wider than a third of the page


def tiles(day: Day, lang: str, selected: str | None = None) -> Markup:
    lines = day.lines("headline")
    return html(
        '<div class="tiles" style="--tiles:{}">{}</div>',
        max(FEWEST, min(len(lines), MOST)),
        joined(tile(day, x, lang, x.id == selected) for x in lines),
    )


def tile(day: Day, line: Line, lang: str, selected: bool = False) -> Markup:
    row, state = day.city(line.id), day.state(line.id)
    rate = percent(row["rate"]) if row else "—"
    hint = say(lang, "tile.hint", name=line.name(lang), state=word(state, lang, row), rate=rate)
    return html(
        '<div class="opens" data-key="{id}">'
        '<button class="tile {state}" data-set="line={id}" data-feed="{feed}" title="{hint}"'
        ' aria-pressed="{selected}">'
        '<span class="top"><span class="name">{name}</span><span class="marks">{mark}{moved}</span>'
        "</span>{figures}</button>{opener}</div>",
        id=line.id,
        state=state,
        feed=line.feed,
        hint=hint,
        selected=str(selected).lower(),
        name=line.short(lang),
        mark=mark(state, lang, row, brief=True),
        moved=moved(day, line, None, lang),
        figures=_figures(day, line, row, lang) if row else _missing(lang),
        opener=opener(line, day.city_code, lang) if row else "",
    )


def _figures(day: Day, line: Line, row: JudgedRow, lang: str) -> Markup:
    return html(
        '<span class="big"><span data-fig>{rate}<small>%</small></span>{left}</span>'
        '<span class="pair" data-fig>{pair}</span>{bar}{foot}',
        rate=percent(row["rate"]),
        left=_left(row, lang),
        pair=_pair(day, line, row, lang),
        bar=bar(row, day),
        foot=_foot(day, line, row, lang),
    )


def _left(row: JudgedRow, lang: str) -> Markup:
    if not row["open"]:
        return html('<span class="left" data-fig>{}</span>', say(lang, "tile.all_done"))
    return html(
        '<span class="left"><span>{}</span><b data-fig>{}</b></span>', say(lang, "tile.left"), count(row["open"], lang)
    )


def _pair(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    """Done and due; a line that speaks for its worst part names the part, whose figures stand in the strip."""
    part = day.pack.lines.get(str(row["part"]), line)
    return pair(row, line, day, lang) if part is line else say(lang, "tile.part", part=part.short(lang))


def _foot(day: Day, line: Line, row: JudgedRow, lang: str) -> Markup:
    """When it clears, and the district most in need; its rate only where both have room."""
    clears, worst = finish(row, day, lang), ""
    if by_need := day.districts_by_need(line.id):
        code, at = by_need[0]
        worst = short(day.pack.area[code], lang)
        with_rate = say(lang, "tile.worst", area=worst, rate=percent(at["rate"], 0))
        worst = with_rate if _wide(clears) + _wide(with_rate) <= by_width(lang, *FOOT_ROOM) else worst
        worst = worst if _wide(clears) + _wide(worst) <= FOOT_WIDE else ""
    return html(
        '<span class="foot"><span data-fig>{}</span><span class="worst" data-fig>{}</span></span>', clears, worst
    )


def _wide(text: str) -> int:
    """Width in Latin characters; a Chinese one takes two."""
    return sum(2 if c > "\u2fff" else 1 for c in text)


def _missing(lang: str) -> Markup:
    return html(
        '<span class="big"><span>—</span></span><span class="pair">{}</span><span class="bar"></span>'
        '<span class="foot"><span>&nbsp;</span></span>',
        say(lang, "tile.not_reported"),
    )


def bar(row: JudgedRow, day: Day) -> Markup:
    """A bullet bar: what is done, with a tick where the line should stand by now."""
    rate = float(row["rate"]) if row["rate"] == row["rate"] and row["rate"] is not None else 0.0
    share = due_share(row, day.profile(str(row["part"])))
    tick = html('<b style="inset-inline-start:{}%"></b>', f"{share * 100:.1f}") if share is not None else ""
    return html('<span class="bar"><i style="width:{}%"></i>{}</span>', f"{min(rate, 1) * 100:.1f}", tick)
