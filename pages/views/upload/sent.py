"""A file that was sent, as HTML: how it was read, how its headers were understood, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Problem, Report
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import BLANK, exact
from pages.components.cells import column_name
from pages.components.data_table import DataTable, TableColumn, Width

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


def headers(report: Report, feed: Feed, lang: str) -> DataTable:
    """Each header with its first value and the column it is read as."""
    told = [
        {"header": header, "sample": report.samples.get(header) or BLANK, "read_as": column_name(feed, column, lang)}
        for header, column in report.mapping.items()
    ]
    return _table(told, lang, say(lang, "upload.understood", columns=len(told)))


def changes(report: Report, lang: str) -> DataTable:
    """What was put right on the way in, all of it."""
    told = [{"first_line": say(lang, "sent.line", line=c.line), "change": c.sentence(lang)} for c in report.changes]
    return _table(told, lang, say(lang, "upload.changes", kinds=len(told)), change="large")


def _table(rows: list[dict[str, str]], lang: str, alt: str, **widths: Width) -> DataTable:
    columns = [TableColumn(n, say(lang, f"sent.{n}"), width=widths.get(n)) for n in rows[0]]
    return DataTable.of("", columns, rows, alt=alt, lines=2 if widths else 1)


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


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"sent.{name}", **facts))
