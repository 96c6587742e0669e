"""What the figures of a table seem to be: duties with what is due and done of each, and levels beside them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data_pipeline.propose.columns import Column, columns_of, read_time
from data_pipeline.propose.named import bare, is_population, role_of, title
from data_pipeline.propose.shape import Keys, keys_of
from data_pipeline.propose.sheet import Table

MOST_LINES = 8  # what a board shows as headline
STEADY = 0.02  # of a day's steps that a running total may fall by correction
BESIDE = ("carry", "new", "cancelled", "open", "oldest")  # parts of a ledger besides due and done


@dataclass(frozen=True)
class Duty:
    """`due` None: the sheet does not say what is due, a plan must. `beside`: role -> column. `kind`: the cell of the
    category column that its rows have. `whole`: the sum of the duties beside it. `after`: a stage, of which is due what
    the stage before it has done."""

    name: str
    done: Column
    due: Column | None = None
    beside: Mapping[str, Column] = field(default_factory=dict)
    kind: str = ""
    whole: bool = False
    after: bool = False


@dataclass(frozen=True)
class Figures:
    """`left`: columns that are not read, each with the key of the sentence that says why (`propose.left_<key>`)."""

    table: Table
    keys: Keys
    duties: tuple[Duty, ...]
    levels: tuple[Column, ...]
    left: tuple[tuple[Column, str], ...]


def figures_of(table: Table, asked: Mapping[str, str]) -> Figures:
    """`asked`: header -> role, of a person who knows better."""
    columns = columns_of(table)
    keys = keys_of(table, columns, asked)
    left: list[tuple[Column, str]] = [(c, "code") for c in keys.codes]
    roles: dict[str, list[Column]] = defaultdict(list)
    for column in (c for c in columns if c.i not in keys.taken):
        role = _role(column, keys, asked)
        if role.startswith("left_"):
            left.append((column, role.removeprefix("left_")))
        else:
            roles[role].append(column)
    duties, levels, more = _duties(roles, keys)
    kinds = keys.category.words if keys.category else [""]
    every = [replace(d, kind=kind) for d in duties for kind in kinds]
    return Figures(table, keys, tuple(every[:MOST_LINES]), tuple(levels), (*left, *more))


def _role(column: Column, keys: Keys, asked: Mapping[str, str]) -> str:
    """Of a column that names no row: asked for, or by its cells and header."""
    head = column.head
    if role := asked.get(head.sent) or asked.get(head.own):
        return "left_asked" if role == "skip" else role
    if not column.is_figures:
        return "left_text" if column.filled else "left_blank"
    if column.is_zero:
        return "left_zero"
    said = (role_of(head.group) if head.group else "") or role_of(head.own) or role_of(head.sent)
    if said == "note":
        return "left_text"
    if not said and _is_code(column, keys):
        return "left_code"
    return "level" if said == "done" and _falls(column, keys) else said or "figure"


def _is_code(column: Column, keys: Keys) -> bool:
    """The same figure on every day of an area, of several days."""
    if keys.area is None or keys.day is None or len(keys.day.words) < 2:
        return False
    seen: dict[str, set[str]] = defaultdict(set)
    for area, cell in zip(keys.area.cells, column.cells, strict=True):
        seen[area].add(cell)
    return all(len(cells) == 1 for cells in seen.values())


def _falls(column: Column, keys: Keys) -> bool:
    """Is it no running total of its day? Of sheets with several times a day."""
    if keys.moment is None or keys.area is None:
        return False
    rows: dict[tuple[str, ...], list[tuple[int, float]]] = defaultdict(list)
    others = [c for c in (keys.day, keys.area, keys.category) if c]
    for i, (moment, figure) in enumerate(zip(keys.moment.cells, column.figures, strict=True)):
        if figure is not None:
            rows[tuple(c.cells[i] for c in others)].append((read_time(moment) or i, figure))
    steps = [b[1] - a[1] for run in rows.values() for a, b in zip(sorted(run), sorted(run)[1:], strict=False)]
    return sum(s < 0 for s in steps) > STEADY * len(steps)


Sorted = tuple[list[Duty], list[Column], list[tuple[Column, str]]]


def _duties(roles: Mapping[str, list[Column]], keys: Keys) -> Sorted:
    due, done, other = roles.get("due", []), roles.get("done", []), roles.get("figure", [])
    levels = [*roles.get("level", []), *other]
    if keys.category is None and _are_stages(due, done):
        steps = list(zip(done, [*due, *done], strict=False))
        staged = [Duty(title(bare(d.head.sent)), d, p, after=p is not due[0]) for d, p in steps]
        return staged, _in_order([*levels, *(c for r in BESIDE for c in roles.get(r, []))]), []
    if due and done:
        pairs, alone = _paired(due, done)
        beside = {r: roles[r][0] for r in BESIDE if len(pairs) == 1 and roles.get(r) and _fits(roles[r][0], r, keys)}
        used = {c.i for c in beside.values()}
        levels += [*alone, *(c for r in BESIDE for c in roles.get(r, []) if c.i not in used)]
        return [Duty(_name(d, p), d, p, beside) for p, d in pairs], _in_order(levels), []
    whole, parts, other_way = _totals([*done, *other])
    lines = [*([whole] if whole else []), *parts] or done or [c for c in other if not is_population(c.head.sent)]
    rest = [c for c in levels + done if c not in lines and c not in other_way]
    levels = [*rest, *(c for r in ("due", *BESIDE) for c in roles.get(r, []))]
    stem = _stem([c.head.own for c in lines])
    named = [Duty(title(bare(c.head.own.removeprefix(stem))), c, whole=c is whole) for c in lines]
    return named, _in_order(levels), [(c, "other_parts") for c in other_way]


def _are_stages(due: Sequence[Column], done: Sequence[Column]) -> bool:
    """Several columns of what is done of one that is due, none ever more than the one before it, and together more than
    was due: no parts of it, so one after the other."""
    if len(due) != 1 or len(done) < 2:
        return False
    rows = [r for r in zip(*(c.figures for c in (*due, *done)), strict=True) if None not in r]
    falling = all(a >= b for row in rows for a, b in pairwise(row))  # type: ignore[operator]
    return falling and any(sum(row[1:]) > row[0] for row in rows)  # type: ignore[arg-type, operator]


def _fits(column: Column, role: str, keys: Keys) -> bool:
    """What is added up over the day must not fall in it."""
    return role in ("carry", "open", "oldest") or not _falls(column, keys)


def _in_order(columns: Sequence[Column]) -> list[Column]:
    return sorted({c.i: c for c in columns}.values(), key=lambda c: c.i)


def _paired(due: Sequence[Column], done: Sequence[Column]) -> tuple[list[tuple[Column, Column]], list[Column]]:
    """What is due beside what is done of it: of the same thing by name, else in their order where they are as many."""
    if len(due) == len(done) == 1:
        return [(due[0], done[0])], []
    found = [(p, d) for p in due for d in done if _thing(p) == _thing(d)]
    if not found and len(due) == len(done):
        found = list(zip(due, done, strict=True))
    found = found or [(due[0], done[0])]
    used = {c.i for pair in found for c in pair}
    return found, [c for c in (*due, *done) if c.i not in used]


def _thing(column: Column) -> str:
    return bare(column.head.own) if column.head.group else bare(column.head.sent)


def _name(done: Column, due: Column) -> str:
    same = _thing(done) == _thing(due)
    return title(_thing(done) if same else bare(done.head.sent))


def _totals(columns: Sequence[Column]) -> tuple[Column | None, list[Column], list[Column]]:
    """A column that is the sum of others in every row, its parts in the finest way, and the parts of other ways."""
    for whole in columns:
        others = [c for c in columns if c is not whole]
        ways = [way for first in range(len(others)) if (way := _summing(whole, others[first:]))]
        if ways:
            parts = max(ways, key=len)
            return whole, parts, [c for way in ways for c in way if c not in parts]
    return None, [], []


def _summing(whole: Column, others: Sequence[Column]) -> list[Column]:
    """The columns from the first on, side by side, that add up to it; none where they do not, or it is one alone."""
    total = [0.0] * len(whole.cells)
    for n, part in enumerate(others, 1):
        total = [t + (f or 0) for t, f in zip(total, part.figures, strict=True)]
        if n > 1 and all(f is not None and t == f for t, f in zip(total, whole.figures, strict=True)):
            return list(others[:n])
    return []


def _stem(names: Sequence[str]) -> str:
    """What all of several names begin with, up to a mark between words."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    cut = max(first.rfind("_", 0, same), first.rfind(" ", 0, same)) + 1
    return first[:cut]
