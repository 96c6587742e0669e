"""Where the table in a text file is: its delimiter, its header rows and the line its records begin at."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data_pipeline.intake.headers import Headers, Keys, Matcher, Spelled, keys_of
from data_pipeline.intake.over import Row, group_names, over_columns, units_row
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import MAX_COLUMNS

DELIMITERS = (",", "\t", ";", "|")
HEAD_LINES, HEAD_BYTES = 200, 1 << 21
HEADER_WITHIN = 50  # records
HEADER_ROWS = 3  # a header may be this many rows high
LINE_END = re.compile(r"\r\n|\r|\n")
Best = tuple[int, int, int]  # columns named, position, rows high


@dataclass(frozen=True)
class Layout:
    delimiter: str
    spaced: bool  # a space follows each delimiter
    header_line: int  # of the last header row
    first_line: int  # of the first record
    headers: Headers
    width: int
    preamble: tuple[str, ...] = field(default=())
    top: tuple[Row, ...] = field(default=())  # all rows down to the header, with it


class Top:
    """The first rows of a file or sheet. What any feed would ask of them is worked out once."""

    def __init__(self, rows: Sequence[Row], hidden: frozenset[int] = frozenset()) -> None:
        self.rows = rows
        self.hidden = hidden  # columns of a sheet that nobody sees
        self.width = max((len(r.cells) for r in rows), default=0)
        self._blocks: dict[tuple[int, int], tuple[list[str], list[Keys]]] = {}
        self._last: tuple[Matcher, Mapping[str, str] | None, Best] | None = None

    def best(self, matcher: Matcher, mapping: Mapping[str, str] | None) -> Best:
        """Which of them are the header. Asked again by whoever asked last: while it chooses, and once it has chosen."""
        if self._last is None or self._last[0] is not matcher or self._last[1] is not mapping:
            self._last = matcher, mapping, best_header(self, matcher, mapping)
        return self._last[2]

    def block(self, at: int, high: int) -> tuple[list[str], list[Keys]]:
        """So many rows from there on as one header: as shown to people, and the keys to look for."""
        if (at, high) not in self._blocks:
            rows = self.rows[at : at + high]
            heads = combine(rows, max(len(r.cells) for r in rows))
            self._blocks[at, high] = [h.sent for h in heads], list(dict.fromkeys(keys_of(h.spellings) for h in heads))
        return self._blocks[at, high]


class Head:
    """The beginning of a text file, read with each delimiter once. `data`: valid UTF-8."""

    def __init__(self, data: bytes) -> None:
        """Raises Refusal `too_many_columns`."""
        self.text = _head(data)
        self._tops: dict[str, Top] = {}

    def top(self, delimiter: str) -> Top:
        if delimiter not in self._tops:
            self._tops[delimiter] = Top(_rows(self.text, delimiter))
        return self._tops[delimiter]


def find_layout(data: bytes | Head, matcher: Matcher, mapping: Mapping[str, str] | None = None) -> Layout:
    """`data`: valid UTF-8, or its beginning. Raises Refusal `no_header`, `too_many_columns` or `data_above_header`."""
    head = data if isinstance(data, Head) else Head(data)
    best, found = (0, 0), None
    for delimiter in DELIMITERS:
        top = head.top(delimiter)
        if len(matcher.feed.columns) > 1 and top.width < 2:
            continue
        hits, at, _ = top.best(matcher, mapping)
        if hits and (hits, len(top.rows[at].cells)) > best:
            best, found = (hits, len(top.rows[at].cells)), delimiter
    if found is None:
        raise Refusal("no_header", value=head.text[:80].split("\n")[0].strip())
    return layout_of(head.top(found), matcher, mapping, found, spaced=f'{found} "' in head.text)


def layout_of(
    top: Top, matcher: Matcher, mapping: Mapping[str, str] | None, delimiter: str = "", *, spaced: bool = False
) -> Layout:
    """The layout of a file or sheet that begins so."""
    rows = top.rows
    hits, at, high = top.best(matcher, mapping)
    if hits < min(2, len(matcher.feed.columns)):
        raise Refusal("no_header", value=" ".join(rows[0].cells)[:80] if rows else "")
    last = rows[at + high - 1]
    width = _width(max(len(r.cells) for r in rows[at : at + high]), rows[at + high :])
    for row in rows[:at]:
        if looks_like_data(row.cells, width):
            raise Refusal("data_above_header", line=row.line, header_line=last.line)
    units = units_row(rows[at + high : at + high + 2], width)
    over = over_columns(rows[:at], rows[at : at + high], units, width)
    heads = [
        replace(h, over=over[i], hidden=i in top.hidden) for i, h in enumerate(combine(rows[at : at + high], width))
    ]
    return Layout(
        delimiter=delimiter,
        spaced=spaced,
        header_line=last.line,
        first_line=last.end,
        headers=replace(
            matcher.understand(heads, mapping),
            units_line=units.line if units else 0,
            groups=group_names(rows[:at], rows[at : at + high], width),
        ),
        width=width,
        preamble=tuple(" ".join(c for c in r.cells if c.strip()) for r in rows[:at]),
        top=tuple(rows[: at + high]),
    )


def best_header(top: Top, matcher: Matcher, mapping: Mapping[str, str] | None) -> Best:
    """Of the rows that name most columns; among equals the lowest, then the first, so that a record above is never
    taken for a part of the header."""
    rows, best = top.rows, (0, 0, 1)
    needed = max(2, sum(not c.optional for c in matcher.feed.columns) // 2)
    for at in range(min(len(rows), HEADER_WITHIN)):
        for high in range(1, min(HEADER_ROWS, len(rows) - at) + 1):
            if high > 1 and not any(c.strip() for c in rows[at + high - 1].cells):
                break
            sent, keys = top.block(at, high)
            hits = matcher.count(keys) + (sum(h in mapping for h in sent) if mapping else 0)
            if (hits, -high) > (best[0], -best[2]):
                best = (hits, at, high)
        if best[0] >= needed and at > best[1] + HEADER_ROWS:
            break
    return best


def combine(rows: Sequence[Row], width: int) -> list[Spelled]:
    """Headers of one or more rows: as shown to people, and the spellings to try for each (joined, lowest, upper)."""
    if len(rows) == 1:
        line, texts = rows[0].line, map(rows[0].text, range(width))
        return _distinct([Spelled(t or f"#{i}", t, (t,) if t else (), line) for i, t in enumerate(texts, start=1)])
    carried = [r.carried(width) for r in rows[:-1]]
    heads = []
    for i in range(width):
        lowest = rows[-1].text(i)
        upper = next((c for r in reversed(rows[:-1]) if (c := r.text(i))), "") if not lowest else ""
        joined = "".join(dict.fromkeys([*(texts[i] for texts in carried), lowest])) if lowest else ""
        own = lowest or upper
        spellings = tuple(s for s in dict.fromkeys((joined, lowest, upper)) if s)
        heads.append(Spelled(own or f"#{i + 1}", own, spellings, rows[-1].line))
    return _distinct(heads)


def _distinct(heads: list[Spelled]) -> list[Spelled]:
    """The lowest row may repeat itself (应到 实到 应到 实到): then the joined text is shown, or the place besides."""
    for fuller in (lambda i, h: h.spellings[0] if h.spellings else h.sent, lambda i, h: f"{h.sent}#{i + 1}"):
        times = Counter(h.sent for h in heads)
        heads = [replace(h, sent=fuller(i, h)) if times[h.sent] > 1 else h for i, h in enumerate(heads)]
    return heads


def looks_like_data(cells: Sequence[str], width: int) -> bool:
    """A title or a note fills a few cells; a record fills most of them, with figures."""
    filled = [c for c in cells if c.strip()]
    return len(filled) * 2 > width and sum(any(ch.isdigit() for ch in c) for c in filled) >= min(3, width)


def _width(header: int, below: Sequence[Row]) -> int:
    """Every record may end in the same surplus of blank cells (a delimiter at each line's end): the table's width."""
    widths = {len(r.cells) for r in below if any(c.strip() for c in r.cells)}
    if len(widths) == 1 and (width := widths.pop()) > header and len(below) > 1:
        blank = all(not c.strip() for r in below for c in r.cells[header:])
        return width if blank else header
    return header


def _head(data: bytes) -> str:
    """The first lines, whole; raises Refusal when they are wider than any table of ours."""
    cut = data[:HEAD_BYTES]
    if len(cut) < len(data):
        cut = cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1] or cut
    text = cut.decode("utf-8", "ignore")
    ends = [m.end() for _, m in zip(range(HEAD_LINES), LINE_END.finditer(text), strict=False)]
    text = text[: ends[-1]] if len(ends) == HEAD_LINES else text
    for number, line in enumerate(LINE_END.split(text), start=1):
        columns = max(line.count(d) for d in DELIMITERS) + 1
        if columns > MAX_COLUMNS:
            raise Refusal("too_many_columns", line=number, columns=columns, limit=MAX_COLUMNS)
    return text


def _rows(head: str, delimiter: str) -> list[Row]:
    """The records of the head, leniently: this only looks for the header."""
    lines = LINE_END.sub("\n", head).split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, skipinitialspace=f'{delimiter} "' in head)
    rows, begin = [], 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return rows
        except csv.Error:
            cells = []
        if cells:
            rows.append(Row(begin, reader.line_num + 1, cells))
        begin = reader.line_num + 1
