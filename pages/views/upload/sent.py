"""A file that was sent, as HTML: how it was read, how its headers were understood, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Problem, Report
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import BLANK, exact
from pages.components.cells import column_name
from pages.components.data_table import DataTable, TableColumn, Width
from pages.components.html import Markup, html, joined

LISTED = 200  # rows on the page; the file that is given back has all
SIGNS = {"refuse": ("■", "will_miss"), "confirm": ("▲", "at_risk"), "warn": ("○", "unknown")}
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar", " ": "space"}
NAMED = 3  # districts told by name; more are counted


def counts(report: Report, lang: str) -> Markup:
    """The sum that must come out: records = accepted + refused + set aside."""
    named = (("records", ""), ("accepted", "on_track"), ("refused", "will_miss"), ("set_aside", ""))
    marks = ("=", "+", "+", "")
    cells = [
        html(
            '<span class="count {state}"><b>{count}</b>{word}</span><i>{mark}</i>',
            state=state if getattr(report, name) else "",
            count=exact(getattr(report, name)),
            word=_s(lang, name),
            mark=mark,
        )
        for (name, state), mark in zip(named, marks, strict=True)
    ]
    return html('<div class="dk counts">{}</div>', joined(cells))


def reading(report: Report, lang: str) -> Markup:
    """Encoding, delimiter, header row: how the bytes became a table."""
    named = [("encoding", report.encoding.upper() if report.encoding else "")]
    if report.delimiter in DELIMITERS:
        named.append(("delimiter", say(lang, f"sent.{DELIMITERS[report.delimiter]}")))
    if report.sheet:
        named.append(("sheet", report.sheet))
    if report.header_line:
        named.append(("header_line", say(lang, "sent.line", line=report.header_line)))
    facts = joined(html("<span>{} <b>{}</b></span>", _s(lang, name), text) for name, text in named if text)
    return html('<div class="dk facts">{}</div>', facts)


def scope(report: Report, pack: Pack, feed: Feed, lang: str) -> Markup:
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
    facts = joined(html("<b>{}</b>", t) for t in (feed.name(lang), where, when) if t)
    return html('<div class="dk facts scope"><span>{}</span>{}</div>', _s(lang, "scope"), facts)


def headers(report: Report, feed: Feed, lang: str) -> DataTable:
    """Each header with its first value and the column it is read as."""
    lines = [
        {"header": header, "sample": report.samples.get(header) or BLANK, "read_as": column_name(feed, column, lang)}
        for header, column in report.mapping.items()
    ]
    return _table(lines, lang, say(lang, "upload.understood", columns=len(lines)))


def changes(report: Report, lang: str) -> DataTable:
    """What was put right on the way in, all of it."""
    lines = [{"first_line": say(lang, "sent.line", line=c.line), "change": c.sentence(lang)} for c in report.changes]
    return _table(lines, lang, say(lang, "upload.changes", kinds=len(lines)), change="large")


def _table(rows: list[dict[str, str]], lang: str, alt: str, **widths: Width) -> DataTable:
    columns = [TableColumn(n, say(lang, f"sent.{n}"), width=widths.get(n)) for n in rows[0]]
    return DataTable.of("", columns, rows, alt=alt, lines=2 if widths else 1)


def problems(found: Sequence[Problem], feed: Feed, lang: str) -> Markup:
    """Line, column, value, reason, suggestion; the sign says what kind it is."""
    head = joined(
        html('<th scope="col">{}</th>', _s(lang, n)) for n in ("at", "column", "value", "reason", "suggestion")
    )
    body = joined(_problem(p, feed, lang) for p in found[:LISTED])
    more = (
        html('<p class="more">{}</p>', _s(lang, "more", shown=LISTED, rows=len(found))) if len(found) > LISTED else ""
    )
    rows = html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", head, body)
    return html('<div class="dk scroll" tabindex="0"><table class="problems">{}</table>{}</div>', rows, more)


def _problem(p: Problem, feed: Feed, lang: str) -> Markup:
    sign, state = SIGNS[p.severity]
    where = say(lang, "sent.line", line=p.line) if p.line else say(lang, "sent.whole")
    value = BLANK if f"values_{lang}" in p.facts else p.shown or BLANK  # several figures stand in the sentence
    cells = (column_name(feed, p.column, lang) or BLANK, value, p.sentence(lang), p.suggestion(lang))
    return html(
        '<tr><th scope="row"><span class="sign {state}" title="{word}">{sign}</span>{where}'
        '<span class="out">{word}</span></th>{cells}</tr>',
        state=state,
        word=_s(lang, p.severity),
        sign=sign,
        where=where,
        cells=joined(html("<td>{}</td>", c) for c in cells),
    )


@dataclass(frozen=True)
class Filter:
    """What the reader asks to see of the problems, and in which order; "" does not filter."""

    severity: str = ""
    column: str = ""
    text: str = ""
    order: str = "line"


def chosen(found: Iterable[Problem], by: Filter, lang: str) -> list[Problem]:
    """Filtered and sorted as the reader asks."""
    kept = [
        p
        for p in found
        if by.severity in ("", p.severity)
        and by.column in ("", p.column)
        and (not by.text or by.text.casefold() in f"{p.value} {p.sentence(lang)} {p.suggestion(lang)}".casefold())
    ]
    rank = {"refuse": 0, "confirm": 1, "warn": 2}
    ways = {
        "line": lambda p: (p.line, p.column),
        "column": lambda p: (p.column, p.line),
        "reason": lambda p: (rank[p.severity], p.code, p.line),
    }
    return sorted(kept, key=ways.get(by.order, ways["line"]))


def tally(report: Report) -> Mapping[str, int]:
    """How many problems of each severity."""
    return {kind: sum(p.severity == kind for p in report.problems) for kind in SIGNS}


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"sent.{name}", **facts)
