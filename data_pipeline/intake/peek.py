"""A first look at a file before anybody says what it is: its sheets, and which feed its headers fit."""

from collections.abc import Callable
from dataclasses import dataclass

from data_pipeline.declare import Pack
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.headers import Headers, Matcher
from data_pipeline.intake.layout import Head, Layout, find_layout
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Problem
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.spaced import gap_of, with_tabs
from data_pipeline.intake.workbook import lay, read_book


@dataclass(frozen=True)
class Peek:
    """`feed`: the one whose declaration fits best; None when none fits or several fit equally well. `opens`: it is a
    table at all, whichever feed it may be of."""

    feed: str | None
    headers: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    unreadable: Problem | None = None
    opens: bool = True


def peek(pack: Pack, data: bytes, *, sheet: str | None = None) -> Peek:
    """Never raises on content."""
    try:
        book = read_book(data, sheet) if kind_of(data) == "workbook" else None
        head = None if book else Head(decode(data).data)
    except Refusal as why:
        return Peek(None, unreadable=why.problem, opens=False)
    sheets = book.names if book else ()
    fits, problem = _fits(pack, lambda m: lay(book, m, sheet, None)[1] if book else find_layout(head or b"", m))
    if not fits and head and (gap := gap_of(head.text.encode())):
        spaced = Head(with_tabs(head.text.encode(), gap))
        fits, _ = _fits(pack, lambda m: find_layout(spaced, m))
    if not fits:
        return Peek(None, sheets=sheets, unreadable=problem)
    clear = len(fits) == 1 or fits[0][0] > fits[1][0]
    return Peek(fits[0][1] if clear else None, fits[0][2].sent, sheets)


def _fits(pack: Pack, lay_for: Callable[[Matcher], Layout]) -> tuple[list[tuple[int, str, Headers]], Problem | None]:
    """How well each feed fits that finds its header, the best first; and why the others do not."""
    fits: list[tuple[int, str, Headers]] = []
    problem: Problem | None = None
    for feed in pack.feeds.values():
        try:
            headers = lay_for(Matcher(feed)).headers
        except Refusal as why:
            problem = why.problem if problem is None or why.problem.code != "no_header" else problem
            continue
        found = {c for c in headers.columns if c}
        missing = sum(not feed.may_lack(c) and c.name not in found for c in feed.columns)
        fits.append((2 * len(found) - missing, feed.id, headers))
    return sorted(fits, key=lambda f: -f[0]), problem
