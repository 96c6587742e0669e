"""What the pages of data health and of definitions are drawn from."""

from dataclasses import replace

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare.in_force import on_day
from data_pipeline.doubts.found import Found
from data_pipeline.store.tables.generated import texts
from pages.views.definitions.definitions import Definitions, query_names
from pages.views.health.quality import Quality


def quality_rows(moment: AsOf, sight: Sight, again: Found) -> Quality:
    """`again`: as this sight is shown it."""
    of, asked = board(), {"known_at": moment.known_at, "ops_day": moment.ops_day}
    slots, unbalanced = (
        sight.rows(of.pack, of.rows(f"page/{name}", moment=moment.as_of, **asked)) for name in ("slots", "unbalanced")
    )
    senders = of.rows("page/senders", **asked)
    senders = senders if sight.is_whole else senders.iloc[:0]  # whose files they are is not told by district
    return Quality(slots, senders, unbalanced, sight.pack(of.pack), moment, of.jumps(moment.known_at),
                   unapproved=len(of.waiting(moment.known_at)), again=again)  # fmt: skip


def definitions_in_force(moment: AsOf, lang: str) -> Definitions:
    """With the targets in force that day, as known then."""
    held = on_day(board().targets(moment.known_at), moment.ops_day)
    pack = replace(board().pack, targets=tuple(held.values()))
    there = texts(pack, "line", "gauge")
    figures = (*pack.lines.values(), *pack.gauges.values())
    used = dict.fromkeys(q for f in figures for q in query_names(pack, f) if q in there)
    return Definitions(pack, {q: there[q] for q in used}, lang)
