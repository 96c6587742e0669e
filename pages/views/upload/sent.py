"""A file that was sent, as HTML: how it was read, how its headers were understood, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Problem, Report
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import BLANK, exact
from pages.components.cells import column_name

LISTED = 200  # rows on the page; the file that is given back has all
SIGNS = {"refuse": ("■", "will_miss"), "confirm": ("▲", "at_risk"), "warn": ("○", "unknown")}
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar", " ": "space"}
NAMED = 3  # districts told by name; more are counted


def counts(report: Report, lang: str) -> str:
    """The sum that must come out: records = accepted + refused + set aside."""
    told = (("records", ""), ("accepted", "on_track"), ("refused", "will_miss"), ("set_aside", ""))
    marks = ("=", "+", "+", "")
    cells = [
        f'<span class="count {state if getattr(report, name) else ""}"><b>{exact(getattr(report, name))}</b>'
        f"{_s(lang, name)}</span><i>{mark}</i>"
        for (name, state), mark in zip(told, marks, strict=True)
    ]
    return f'<div class="dk counts">{"".join(cells)}</div>'


def reading(report: Report, lang: str) -> str:
    """Encoding, delimiter, header row: how the bytes became a table."""
    told = [("encoding", report.encoding.upper() if report.encoding else "")]
    if report.delimiter in DELIMITERS:
        told.append(("delimiter", say(lang, f"sent.{DELIMITERS[report.delimiter]}")))
    if report.sheet:
        told.append(("sheet", report.sheet))
    if report.header_line:
        told.append(("header_line", say(lang, "sent.line", line=report.header_line)))
    facts = "".join(f"<span>{_s(lang, name)} <b>{escape(text)}</b></span>" for name, text in told if text)
    return f'<div class="dk facts">{facts}</div>'


def scope(report: Report, pack: Pack, feed: Feed, lang: str) -> str:
    """Which feed, which districts, which moments: what is about to be changed."""
    of = report.scope
    city = pack.operation.city_code
    names = [pack.area[d].name(lang) for d in of.districts if d in pack.area and d != city]
    parts = [pack.area[city].name(lang)] if city in of.districts else []
    parts += names if len(names) <= NAMED else [say(lang, "sent.districts", districts=len(names))]
    where = listed(lang, parts)
    if of.places > len(of.districts):
        where += say(lang, "sent.places", places=exact(of.places))
    when = of.first if of.first == of.last else say(lang, "sent.span", first=of.first, last=of.last)
    facts = "".join(f"<b>{escape(t)}</b>" for t in (feed.name(lang), where, when) if t)
    return f'<div class="dk facts scope"><span>{_s(lang, "scope")}</span>{facts}</div>'


def headers(report: Report, feed: Feed, lang: str) -> str:
    """Each header with its first value and the column it is read as."""
    rows = [
        (header, report.samples.get(header) or BLANK, column_name(feed, column, lang))
        for header, column in report.mapping.items()
    ]
    return table((_s(lang, "header"), _s(lang, "sample"), _s(lang, "read_as")), rows, "headers")


def changes(report: Report, lang: str) -> str:
    """What was put right on the way in."""
    lines = [(say(lang, "sent.line", line=c.line), c.sentence(lang)) for c in report.changes[:LISTED]]
    return table((_s(lang, "first_line"), _s(lang, "change")), lines, "changes")


def problems(found: Sequence[Problem], feed: Feed, lang: str) -> str:
    """Line, column, value, reason, suggestion; the sign says what kind it is."""
    head = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in ("at", "column", "value", "reason", "suggestion"))
    body = "".join(_problem(p, feed, lang) for p in found[:LISTED])
    more = f'<p class="more">{_s(lang, "more", shown=LISTED, rows=len(found))}</p>' if len(found) > LISTED else ""
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="dk scroll" tabindex="0"><table class="problems">{rows}</table>{more}</div>'


def _problem(p: Problem, feed: Feed, lang: str) -> str:
    sign, state = SIGNS[p.severity]
    where = say(lang, "sent.line", line=p.line) if p.line else say(lang, "sent.whole")
    value = BLANK if f"values_{lang}" in p.facts else p.shown or BLANK  # several figures stand in the sentence
    cells = (column_name(feed, p.column, lang) or BLANK, value, p.sentence(lang), p.suggestion(lang))
    return (
        f'<tr><th scope="row"><span class="sign {state}" title="{_s(lang, p.severity)}">{sign}</span>{escape(where)}'
        f'<span class="out">{_s(lang, p.severity)}</span></th>'
        f"{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>"
    )


def chosen(found: Iterable[Problem], *, severity: str = "", column: str = "", text: str = "", by: str = "line",
           lang: str = "zh") -> list[Problem]:  # fmt: skip
    """Filtered and sorted as the reader asks; "" does not filter."""
    kept = [
        p
        for p in found
        if severity in ("", p.severity)
        and column in ("", p.column)
        and (not text or text.casefold() in f"{p.value} {p.sentence(lang)} {p.suggestion(lang)}".casefold())
    ]
    order = {"refuse": 0, "confirm": 1, "warn": 2}
    ways = {
        "line": lambda p: (p.line, p.column),
        "column": lambda p: (p.column, p.line),
        "reason": lambda p: (order[p.severity], p.code, p.line),
    }
    return sorted(kept, key=ways.get(by, ways["line"]))


def tally(report: Report) -> Mapping[str, int]:
    """How many problems of each severity."""
    return {kind: sum(p.severity == kind for p in report.problems) for kind in SIGNS}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], css: str = "") -> str:
    """`head` is HTML already; cells are texts."""
    top = "".join(f'<th scope="col">{h}</th>' for h in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
    inner = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="dk scroll" tabindex="0"><table class="{css}">{inner}</table></div>'


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"sent.{name}", **facts))
