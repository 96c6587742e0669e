"""A first look at a file before anybody says what it is: its sheets, and which feed its headers fit."""

from dataclasses import dataclass

from data_pipeline.declare import Pack
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.headers import Headers, Matcher
from data_pipeline.intake.layout import Head, find_layout
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Problem
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.workbook import lay, read_book


@dataclass(frozen=True)
class Peek:
    """`feed`: the one whose declaration fits best; None when none fits or several fit equally well."""

    feed: str | None
    headers: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    unreadable: Problem | None = None


def peek(pack: Pack, data: bytes, *, sheet: str | None = None) -> Peek:
    """Never raises on content."""
    try:
        book = read_book(data, sheet) if kind_of(data) == "workbook" else None
        head = None if book else Head(decode(data).data)
    except Refusal as why:
        return Peek(None, unreadable=why.problem)
    sheets = book.names if book else ()
    fits: list[tuple[int, str, Headers]] = []
    problem: Problem | None = None
    for feed in pack.feeds.values():
        try:
            matcher = Matcher(feed)
            layout = lay(book, matcher, sheet, None)[1] if book else find_layout(head or b"", matcher)
        except Refusal as why:
            problem = why.problem if problem is None or why.problem.code != "no_header" else problem
            continue
        found = {c for c in layout.headers.columns if c}
        missing = sum(not c.optional and c.name not in found for c in feed.columns)
        fits.append((2 * len(found) - missing, feed.id, layout.headers))
    fits.sort(key=lambda f: -f[0])
    if not fits:
        return Peek(None, sheets=sheets, unreadable=problem)
    clear = len(fits) == 1 or fits[0][0] > fits[1][0]
    return Peek(fits[0][1] if clear else None, fits[0][2].sent, sheets)
