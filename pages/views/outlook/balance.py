"""How a line's figures add up: carried in, come, taken off, done, left; and what does not add up as a bar of its own.

A gap is never folded into a cause: as long as it stands, nobody knows whether it is work or a slip of the pen.
"""

from data_pipeline.declare import Line
from data_pipeline.forecast.tail import SHARE
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import count, moment
from pages.components.html import Markup, html, joined

NAMED = 3  # districts told by name
LEAST = 0.5  # items


def balance(day: Day, line: Line, tail: str, lang: str) -> Markup:
    """HTML. `tail`: the sentence about the last 3 %, where there is one."""
    row = day.city(line.id)
    if row is None or not row["due"]:
        return Markup()
    as_of = moment(row["as_of"], day.ops_day, lang)
    over = beyond(day, line)
    bars = joined(_bar(row, *b, lang) for b in _spans(row, over))
    text = say(lang, "balance.told", as_of=as_of) + _gap_told(day, line, row, over, lang)
    rest = html('<p class="told">{}</p>', tail) if tail else ""
    return html(
        '<div class="balance" role="img" aria-label="{alt}"><h3>{title}</h3>{bars}</div><p>{text}</p>{rest}',
        alt=_alt(row, over, lang),
        title=say(lang, "balance.title"),
        bars=bars,
        text=text,
        rest=rest,
    )


def gap(row: JudgedRow) -> float:
    """Due less done is not what is told as open: by so much."""
    return float(row["due"]) - float(row["done"]) - float(row["open"])


def beyond(day: Day, line: Line) -> float:
    """What was done beyond what was due where nothing is left: it makes up for nothing that is open elsewhere, and is
    no gap. Where not all districts are seen, none of it can be told."""
    if day.parted:
        return 0.0
    rows = (day.at(line.id, a.code) for a in day.pack.districts)
    return sum(max(0.0, -gap(r)) for r in rows if r and not r["open"])


def _spans(row: JudgedRow, over: float) -> list[tuple[str, float, float]]:
    """(name, from, to) on one scale; the last 3 % of what is left lie apart. `over`: done beyond what was due."""
    came = float(row["carry_in"]) + float(row["new_due"])
    due, left = float(row["due"]), float(row["open"])
    tail = min(left, SHARE * due)
    off = gap(row) + over
    return [
        ("carry_in", 0.0, float(row["carry_in"])), ("new_due", float(row["carry_in"]), came), ("cancelled", due, came),
        ("done", due - float(row["done"]), due), ("open", 0.0, left - tail), ("tail", left - tail, left),
        *([("beyond", 0.0, over)] if over else []), ("gap", min(left, left + off), max(left, left + off)),
    ]  # fmt: skip


def _bar(row: JudgedRow, name: str, start: float, end: float, lang: str) -> Markup:
    whole = max(float(row["carry_in"]) + float(row["new_due"]), float(row["open"]), 1.0)
    left, wide = (100 * max(0.0, min(x / whole, 1.0)) for x in (start, end - start))
    figure = (end - start) * (-1 if end <= float(row["open"]) else 1) if name == "gap" else end - start
    sign = "−" if name in ("cancelled", "done") and figure else "+" if name == "gap" and figure >= LEAST else ""
    return html(
        '<div class="{name}{off}"><span>{word}</span><i><s style="inset-inline-start:{left}%;width:{wide}%"></s>'
        "</i><b>{sign}{count}</b></div>",
        name=name,
        off=" off" if name == "gap" and abs(figure) >= LEAST else "",
        word=say(lang, f"balance.{name}"),
        left=f"{left:.2f}",
        wide=f"{wide:.2f}",
        sign=sign,
        count=count(round(figure), lang, whole),
    )


def _gap_told(day: Day, line: Line, row: JudgedRow, over: float, lang: str) -> str:
    """The gap in words, and the districts it lies in."""
    found = {a.code: r for a in day.pack.districts if (r := day.at(line.id, a.code)) and abs(gap(r)) >= LEAST}
    off = {code: gap(r) for code, r in found.items() if r["open"] or gap(r) > 0}
    whole = gap(row) + over
    more = say(lang, "balance.beyond_told", count=count(round(over), lang)) if over else ""
    if abs(whole) < LEAST and (not off or day.parted):
        return (more + say(lang, "balance.agrees")).strip()
    if day.parted:
        return (more + say(lang, "balance.off", gap=f"{whole:+,.0f}")).strip()
    most = sorted(off, key=lambda code: -abs(off[code]))[:NAMED]
    areas = [say(lang, "balance.area", area=short(day.pack.area[a], lang), gap=f"{off[a]:+,.0f}") for a in most]
    named = say(lang, "balance.areas", n=len(off), areas=say(lang, "forecast.several").join(areas)) if areas else ""
    return (more + say(lang, "balance.off", gap=f"{whole:+,.0f}") + named).strip()


def _alt(row: JudgedRow, over: float, lang: str) -> str:
    parts = [f"{say(lang, f'balance.{n}')} {count(round(b - a), lang)}" for n, a, b in _spans(row, over)]
    return say(lang, "panel.alt", title=say(lang, "balance.title"), rows=say(lang, "panel.join").join(parts))
