"""What shape a file seems to have that is not the feed's own: one column a place, or one row a figure. Only offered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.cells.number import PLAIN
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.pivot import ANY, Shape, kind_of_cell, value_of
from data_pipeline.intake.seems import Likely

FEWEST = {"district": 3, "enum": 2}  # columns named after values before a file is called wide
HEADER_WITHIN = 50
MOST_KINDS = 80
SURE = 0.6


Rows = Sequence[Sequence[str]]


def likely(tops: Iterable[Rows], feed: Feed, pack: Pack) -> Likely | None:
    """`tops`: the first rows of a file, read in each way that it may be read."""
    matcher = Matcher(feed)
    tops = [t for t in tops if t]
    found = [w for rows in tops for w in _wide(rows, feed, pack, matcher)]
    if found:
        return max(found, key=lambda w: sum(len(headers) for _, headers in w.forms))
    return next((one for rows in tops if (one := _long(rows, matcher))), None)


def _wide(rows: Rows, feed: Feed, pack: Pack, matcher: Matcher) -> Iterator[Likely]:
    columns = [c for c in feed.columns if c.type in FEWEST and (c.name in feed.key or c.type == "district")]
    reads = {c.name: value_of(c, pack) for c in columns}
    for row in rows[:HEADER_WITHIN]:
        cells = [c.strip() for c in row if c.strip() and len(c) <= 60 and not matcher.find([c])]
        for column in columns:
            forms: defaultdict[str, dict[str, None]] = defaultdict(dict)
            for cell in cells:
                if reads[column.name](cell) and not PLAIN.fullmatch(cell):
                    forms[ANY][cell] = None
                elif column.type == "district" and (form := _around(cell, pack)):
                    forms[form][cell] = None
            sure = {f: h for f, h in forms.items() if sum(not is_total(x) for x in h) >= FEWEST[column.type]}
            if sure:
                yield Likely("wide", column.name, tuple((f, tuple(h)) for f, h in sure.items()))


def _around(cell: str, pack: Pack) -> str:
    """The header with * where a district's name begins or ends it; "" where none does."""
    names = sorted((n for a in pack.areas if a.level == "district" for n in (a.zh, a.short_zh) if n), key=len)
    for name in reversed(names):
        if cell.startswith(name):
            return ANY + cell.removeprefix(name)
        if cell.endswith(name):
            return cell.removesuffix(name) + ANY
    return ""


def _long(rows: Rows, matcher: Matcher) -> Likely | None:
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if sum(bool(c.strip()) for c in row) < 3 or any(PLAIN.fullmatch(c.strip()) for c in row):
            continue
        below = [r for r in rows[at + 1 :] if len(r) == len(row)]
        free = [i for i, c in enumerate(row) if c.strip() and not matcher.find([c])]
        count = next(
            (i for i in free if _share(below, i, lambda c: bool(PLAIN.fullmatch(c.replace(",", "")))) > 0.8), None
        )
        kind = next((i for i in free if i != count and _are_kinds(below, i, matcher)), None)
        if count is not None and kind is not None:
            cells = dict.fromkeys(r[kind].strip() for r in below if r[kind].strip() and not is_total(r[kind]))
            kinds = tuple((c, kind_of_cell(c, Shape(), matcher) or "") for c in list(cells)[:MOST_KINDS])
            return Likely("long", kind=row[kind].strip(), count=row[count].strip(), kinds=kinds)
    return None


def _share(rows: Rows, i: int, test) -> float:
    filled = [r[i].strip() for r in rows if r[i].strip()]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def _are_kinds(rows: Rows, i: int, matcher: Matcher) -> bool:
    """A few words that come again and again, or that the feed knows as its figures."""
    cells = [r[i].strip() for r in rows if r[i].strip()]
    kinds = set(cells)
    if not kinds or len(kinds) > MOST_KINDS or any(PLAIN.fullmatch(c) for c in kinds):
        return False
    known = sum(kind_of_cell(c, Shape(), matcher) is not None for c in kinds)
    return known >= max(1, SURE * len(kinds)) or (len(kinds) > 1 and len(kinds) * 2 <= len(cells))
