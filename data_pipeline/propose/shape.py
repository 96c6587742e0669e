"""Which columns of a table name its rows: the area, the day, the time, a category; and the areas that stand there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data_pipeline.propose.columns import Column, follows
from data_pipeline.propose.named import is_key
from data_pipeline.propose.sheet import Table

MOST_KINDS = 12  # different texts of a category
ROLES = ("area", "day", "moment", "category")


@dataclass(frozen=True)
class Keys:
    """Each the column that has this part, None where none does. `codes`: columns that say the area in another way."""

    area: Column | None = None
    day: Column | None = None
    moment: Column | None = None
    category: Column | None = None
    codes: tuple[Column, ...] = ()

    @property
    def taken(self) -> set[int]:
        found = (self.area, self.day, self.moment, self.category, *self.codes)
        return {c.i for c in found if c}


@dataclass(frozen=True)
class Found:
    """An area as the sheet names it. `aliases`: other texts that stand for it."""

    name: str
    aliases: tuple[str, ...] = field(default=())


def keys_of(table: Table, columns: Sequence[Column], asked: Mapping[str, str]) -> Keys:
    """`asked`: header -> role, of a person who knows better."""
    chosen = {role: c for c in columns if (role := asked.get(c.head.sent) or asked.get(c.head.own, "")) in ROLES}
    free = [c for c in columns if c not in chosen.values() and not (asked.get(c.head.sent) or asked.get(c.head.own))]
    day = chosen.get("day") or _best(free, "day", lambda c: c.is_days and not c.is_moments)
    moment = chosen.get("moment") or _best(free, "moment", lambda c: c.is_times or c.is_moments)
    texts = [c for c in free if not c.is_figures and not c.is_days and not c.is_times and not c.is_moments]
    area = chosen.get("area") or _area(texts)
    codes: tuple[Column, ...] = ()
    if area:
        same = [c for c in texts if c.i != area.i and follows(area, c)]
        if same and "area" not in chosen:
            names = max((area, *same), key=lambda c: sum(map(len, c.words)))
            codes = tuple(c for c in (area, *same) if c.i != names.i)
            area = names
        else:
            codes = tuple(same)
    rest = [c for c in texts if c not in codes and c is not area]
    category = chosen.get("category") or _category(table, rest, [c for c in (area, day, moment) if c])
    return Keys(area, day, moment, category, codes)


def areas_of(keys: Keys) -> list[Found]:
    """In the order of the sheet."""
    if keys.area is None:
        return []
    found: dict[str, dict[str, None]] = {name.strip(): {} for name in keys.area.words}
    for code in keys.codes:
        for name, other in zip(keys.area.cells, code.cells, strict=True):
            if name.strip() in found and other.strip() != name.strip():
                found[name.strip()][other.strip()] = None
    return [Found(name, tuple(aliases)) for name, aliases in found.items()]


def _best(columns: Sequence[Column], kind: str, holds) -> Column | None:
    fit = [c for c in columns if holds(c)]
    return next((c for c in fit if is_key(kind, c.head.sent)), fit[0] if fit else None)


def _area(texts: Sequence[Column]) -> Column | None:
    """By its header, else the first column of names."""
    named = [c for c in texts if len(c.words) > 1 and len(c.filled) == len(c.cells)]
    known = [c for c in named if is_key("area", c.head.sent)]
    return max(known or named, key=lambda c: len(c.words), default=None)


def _category(table: Table, texts: Sequence[Column], keys: Sequence[Column]) -> Column | None:
    """A few words, and with them rows that without them would be named alike."""
    rows = Counter(zip(*(c.cells for c in keys), strict=True)) if keys else Counter()
    if not rows or max(rows.values()) < 2:
        return None
    fit = [c for c in texts if 1 < len(c.words) <= MOST_KINDS and len(c.filled) == len(c.cells)]
    return fit[0] if fit else None
