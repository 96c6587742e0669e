"""What counts in no figure is tried: a rehearsal of files that were refused or are to be confirmed, and of loads that
wait for a second person, as if all of it were right and came now."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from data_pipeline.intake import Delivery
from data_pipeline.store.diff.rehearsal import Rehearsal, rehearse
from data_pipeline.store.write.writer import Writer


@dataclass(frozen=True)
class Aside:
    """`at`: when it is tried. `files`: of good rows alone, doubts confirmed. `lines`: loads that wait."""

    at: datetime
    files: tuple[Delivery, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tried:
    """`count`: files set aside. `unusable`: those without a row that could be right. `more`: not tried. `figures`: as
    many would be others, were the rest right. `states`: columns of store.moves.NAMES, the lines of today whose state
    would be another; None where it is not worked out."""

    count: int
    unusable: int = 0
    more: int = 0
    figures: int = 0
    states: pd.DataFrame | None = None


def attempt(writer: Writer, aside: Aside, ops_day: date, moment: datetime) -> Rehearsal:
    """`ops_day` and `moment` (a slot): what the board shows at present. Nothing is kept. The receipts are of the files,
    then of the lines."""
    return rehearse(writer, [*aside.files, *_loads(writer, aside)], ops_day, moment, waits=True)


def _loads(writer: Writer, aside: Aside) -> Iterator[Delivery]:
    """As their senders sent them."""
    if not aside.lines:
        return
    for entry in writer.ledger.entries():
        if entry.seq in aside.lines:
            facts = entry.note.facts
            yield Delivery(
                facts["feed"], facts["name"], writer.received.read(facts["sha256"]), entry.note.by, aside.at,
                facts.get("sheet"), facts.get("mapping"), strict=False,
            )  # fmt: skip


def tried(of: Rehearsal, count: int, more: int, ops_day: date) -> Tried:
    """Of `count` files set aside, `more` of which were not among them. What came in another way is left out."""
    statuses = Counter(receipt.status for receipt in of.receipts)
    today = of.moves.loc[of.moves["ops_day"] == ops_day]
    turned = today["state_before"].fillna("") != today["state_after"].fillna("")
    states = today.loc[(today["kind"] == "line") & turned]
    return Tried(count - statuses["already"], statuses["refused"], more, len(today), states)
