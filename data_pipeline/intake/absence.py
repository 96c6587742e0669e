"""What a file leaves blank about rows that are known: it takes nothing back, unless somebody confirms that it shall."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.judge import broken_rules
from data_pipeline.intake.keys import codes
from data_pipeline.intake.report import Problem, figure
from data_pipeline.intake.say import shown
from data_pipeline.words import LANGUAGES, listed

TAKES_BACK = "takes_back"  # the doubt; confirmed, the row ends what was known
ALWAYS = (TAKES_BACK, "replaces_known")  # asked every time: figures would go


@dataclass(frozen=True)
class Stands:
    """A file's rows beside the known rows they restate. `table`: the rows as they would stand, blanks filled from what
    is known; `left`: per column, the rows whose known cell the file leaves blank."""

    table: pa.Table
    left: Mapping[str, np.ndarray]

    def count(self, columns: Iterable[str]) -> np.ndarray:
        """Per row, how many known cells of these columns are left blank."""
        none = np.zeros(self.table.num_rows, np.int64)
        return sum((self.left[c] for c in columns if c in self.left), none)


def stands(feed: Feed, table: pa.Table, past: pa.Table | None) -> Stands:
    """`past`: known rows, or None where nothing is known or a file replaces everything."""
    blank = [n for n in table.column_names if n not in _naming(feed) and table.column(n).null_count]
    if past is None or not past.num_rows or not table.num_rows or not blank:
        return Stands(table, {})
    known = past.take(_matched(feed, table, past))
    left: dict[str, np.ndarray] = {}
    for name in blank:
        there = pc.and_(table.column(name).is_null(), known.column(name).is_valid()).to_numpy()
        if there.any():
            left[name] = there
            at = table.column_names.index(name)
            table = table.set_column(at, name, pc.coalesce(table.column(name), known.column(name)))
    return Stands(table, left)


def check_absence(
    feed: Feed, sent: pa.Table, beside: Stands, has: Iterable[str], lines: np.ndarray
) -> Iterable[Problem]:
    """`sent`: the rows as sent; `has`: the columns the file has: what it cannot say it does not take back."""
    if not beside.left:
        return
    figures = [c.name for c in feed.columns if c.is_number] or [n for n in feed.names if n not in _naming(feed)]
    silent = np.all([sent.column(n).is_null().to_numpy() for n in figures], axis=0)
    known = beside.count(figures)
    for at in np.flatnonzero(silent & (known > 0)).tolist():
        yield Problem(int(lines[at]), "", "", TAKES_BACK, "confirm", {"figures": int(known[at])})
    said = beside.count(n for n in figures if n in set(has)) * ~silent
    if said.any():
        facts = {"figures": int(said.sum()), "rows": int((said > 0).sum())}
        yield Problem(int(lines[np.flatnonzero(said)[0]]), "", "", "blanks_leave", "warn", facts)
    yield from _broken(feed, sent, beside, known * ~silent, lines)


def check_replaced(feed: Feed, table: pa.Table, known: pa.Table | None) -> Iterable[Problem]:
    """A file that replaces the whole feed and does not hold all the figures that are known."""
    if known is None or not known.num_rows:
        return
    now = table.take(_matched(feed, known, table)) if table.num_rows else None
    figures = [c.name for c in feed.columns if c.is_number]
    gone = np.zeros(known.num_rows, np.int64)
    for name in figures:
        there = known.column(name).is_valid()
        gone += (pc.and_not(there, now.column(name).is_valid()) if now is not None else there).to_numpy()
    if gone.any():
        facts = {"figures": int(gone.sum()), "rows": int((gone > 0).sum())}
        yield Problem(0, "", "", "replaces_known", "confirm", facts)


def _broken(feed: Feed, sent: pa.Table, beside: Stands, filled: np.ndarray, lines: np.ndarray) -> Iterable[Problem]:
    """Rows that keep the rules as sent, and break one beside what is known of them."""
    rows = np.flatnonzero(filled)
    if not len(rows):
        return
    before = {(int(at), rule.id) for at, rule in broken_rules(feed, sent.take(pa.array(rows)))}
    table = beside.table.take(pa.array(rows))
    for at, rule in broken_rules(feed, table):
        if (at, rule.id) in before or rule.severity == "warn":
            continue
        cells = [(feed[c], table.column(c)[at].as_py()) for c in rule.columns]
        facts = {"rule": rule.id, "rule_zh": rule.zh, "rule_en": rule.en}
        facts |= {
            f"values_{lang}": listed(lang, (f"{c.name_in(lang)} {figure(v)}" for c, v in cells)) for lang in LANGUAGES
        }
        value = shown(", ".join(f"{c.name}={v}" for c, v in cells))
        yield Problem(
            int(lines[rows[at]]), rule.columns[-1] if rule.columns else "", value, "rule_with_known", "confirm", facts
        )


def _naming(feed: Feed) -> set[str]:
    return {*feed.key, feed.day_column}


def _matched(feed: Feed, table: pa.Table, past: pa.Table) -> pa.Array:
    """For each row the place in `past` of the row it restates; null where there is none."""
    names = list(dict.fromkeys((feed.day_column, *feed.key)))
    key = codes([pa.concat_tables([table.select([n]), past.select([n])]).column(n) for n in names])
    own, known = key[: table.num_rows], key[table.num_rows :]
    order = np.argsort(known, kind="stable")
    found = np.minimum(np.searchsorted(known[order], own), len(known) - 1)
    at = order[found]
    return pa.array(at, mask=known[at] != own)
