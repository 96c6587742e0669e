"""Headline tiles: one line of work each, at city level, with its worst district beside it."""

from html import escape

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import count, percent
from pages.components.marks import mark, word
from pages.components.opened.link import opener
from pages.components.text.judged_by import moved
from pages.components.text.phrases import due_share, finish, pair, short
from pages.model.day import Day

FOOT_ROOM = 21, 23  # in Latin characters, with the rate
FOOT_WIDE = 25  # without it


def tiles(day: Day, lang: str, selected: str | None = None) -> str:
    return f'<div class="tiles">{"".join(tile(day, x, lang, x.id == selected) for x in day.lines("headline"))}</div>'


def tile(day: Day, line: Line, lang: str, selected: bool = False) -> str:
    row, state = day.city(line.id), day.state(line.id)
    rate = percent(row["rate"]) if row else "—"
    hint = say(lang, "tile.hint", name=line.name(lang), state=word(state, lang, row), rate=rate)
    return (
        f'<div class="opens" data-key="{line.id}"><button class="tile {state}" data-set="line={line.id}"'
        f' data-feed="{line.feed}" title="{escape(hint)}" aria-pressed="{str(selected).lower()}"><span class="top">'
        f'<span class="name">{escape(line.short(lang))}</span>'
        f'<span class="marks">{mark(state, lang, row, brief=True)}{moved(day, line, None, lang)}</span></span>'
        f"{_figures(day, line, row, lang) if row else _missing(lang)}</button>"
        f"{opener(line, day.city_code, lang) if row else ''}</div>"
    )


def _figures(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    return (
        f'<span class="big"><span data-fig>{percent(row["rate"])}<small>%</small></span>{_left(row, lang)}</span>'
        f'<span class="pair" data-fig>{escape(_pair(day, line, row, lang))}</span>{bar(row)}'
        f"{_foot(day, line, row, lang)}"
    )


def _left(row: JudgedRow, lang: str) -> str:
    if not row["open"]:
        return f'<span class="left" data-fig>{say(lang, "tile.all_done")}</span>'
    return f'<span class="left"><span>{say(lang, "tile.left")}</span><b data-fig>{count(row["open"], lang)}</b></span>'


def _pair(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    """Done and due; a line that speaks for its worst part names the part, whose figures stand in the strip."""
    part = day.pack.lines.get(str(row["part"]), line)
    return pair(row, line, day, lang) if part is line else say(lang, "tile.part", part=part.short(lang))


def _foot(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    """When it clears, and the district most in need; its rate only where both have room."""
    clears, worst = finish(row, day, lang), ""
    if by_need := day.districts_by_need(line.id):
        code, at = by_need[0]
        worst = short(day.pack.area[code], lang)
        told = say(lang, "tile.worst", area=worst, rate=percent(at["rate"], 0))
        worst = told if _wide(clears) + _wide(told) <= by_width(lang, *FOOT_ROOM) else worst
        worst = worst if _wide(clears) + _wide(worst) <= FOOT_WIDE else ""
    return (
        f'<span class="foot"><span data-fig>{escape(clears)}</span>'
        f'<span class="worst" data-fig>{escape(worst)}</span></span>'
    )


def _wide(text: str) -> int:
    """Width in Latin characters; a Chinese one takes two."""
    return sum(2 if c > "\u2fff" else 1 for c in text)


def _missing(lang: str) -> str:
    return (
        f'<span class="big"><span>—</span></span><span class="pair">{say(lang, "tile.not_reported")}</span>'
        '<span class="bar"></span><span class="foot"><span>&nbsp;</span></span>'
    )


def bar(row: JudgedRow) -> str:
    """A bullet bar: what is done, with a tick where a straight line to the deadline stands."""
    rate = float(row["rate"]) if row["rate"] == row["rate"] and row["rate"] is not None else 0.0
    share = due_share(row)
    tick = f'<b style="left:{share * 100:.1f}%"></b>' if share is not None else ""
    return f'<span class="bar"><i style="width:{min(rate, 1) * 100:.1f}%"></i>{tick}</span>'
