"""Are all rows there that the ledger's lines tell of? By counts that the table itself keeps: no file is opened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from data_pipeline.store.log.account import MANY, Account
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.tables.row_files import RowFile


def is_short(account: Account, feed: str, files: Iterable[RowFile], new: Iterable[Entry] = ()) -> bool:
    """`new`: lines that the account has not taken yet; where some are given, only their days are looked at."""
    files, added = list(files), [e.note.facts for e in new if e.seq not in account.lost]
    if sum(f.rows for f in files) < account.rows[feed] + sum(facts["accepted"] for facts in added):
        return True
    expected = Counter(account.expected[feed])
    told = [dated(facts) for facts in added]
    for days in told:
        expected.update(days if len(days) <= MANY else {})
    held: Counter[date] = Counter()
    for f in files:
        if f.day is not None:
            held[f.day] += f.rows
    asked = {day for days in told for day in days} if told else expected.keys()
    return any(held[day] < expected[day] for day in asked)


def dated(facts: Mapping[str, dict[str, int]]) -> dict[date, int]:
    return {date.fromisoformat(day): rows for day, rows in (facts.get("rows") or {}).items()}
