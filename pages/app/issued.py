"""What the page of briefs shows: issues in sight, what is due and not there, deliveries, and who took what."""

from collections import defaultdict
from dataclasses import replace
from itertools import groupby

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import Board, board
from data_pipeline.brief.due import Came, Due, came, due_now
from data_pipeline.brief.issue import issues_by_itself
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.outbox.kept import FAILED, SENT, Delivery, Outbox
from data_pipeline.store.log.downloads import Downloads, Taken
from data_pipeline.store.log.duties import Duties
from data_pipeline.store.log.issued import BRIEF, COPY, Issue, Kept
from pages.views.briefs.issues import Coming, Issues

SHOWN = 40  # report times


def issues_of(moment: AsOf, sight: Sight) -> Issues:
    of = board()
    clock = process_clock(of.pack.operation)
    every = of.issues(moment.known_at)
    shown = [replace(i, files=own) for i in _newest(every) if (own := in_sight(i, sight, of))]
    by_itself = issues_by_itself(clock)
    whole = sight.is_whole
    coming = _coming(of, moment, {i.key for i in every}) if by_itself and whole else ()
    outbox = Outbox(of.state)
    deliveries = outbox.newest() if whole else []
    return Issues(
        of.pack, shown, tuple(coming), _by_message(deliveries) if whole else None, _taken(of, shown) if whole else None,
        [d for d in deliveries if d.message.kind not in (BRIEF, COPY) and d.state != SENT],
        outbox.wished() if whole else {}, by_itself,
    )  # fmt: skip


def in_sight(of: Issue, sight: Sight, board: Board) -> tuple[Kept, ...]:
    return tuple(f for f in of.files if sees(sight, board, f))


def sees(sight: Sight, of: Board, file: Kept) -> bool:
    """What speaks of the city speaks of every district."""
    return sight.is_whole or (bool(file.area) and sight.sees(of.pack, file.area))


def _newest(every: list[Issue]) -> list[Issue]:
    """Those of one report time together, the latest first."""
    found = sorted(every, key=lambda i: (i.as_of, i.number), reverse=True)
    times = [[*some] for _, some in groupby(found, key=lambda i: i.as_of)]
    return [i for some in times[:SHOWN] for i in some]


def _coming(of: Board, moment: AsOf, done: set[str]) -> list[Coming]:
    failed = Duties(of.state, "").failures()
    return [
        _one(due, came(of, due, moment.known_at), failed.get(due.key))
        for due in due_now(of.pack, moment.known_at)
        if due.kind == BRIEF and due.key not in done and not due.form.confirm
    ]


def _one(due: Due, state: Came, failed: tuple[int, str] | None) -> Coming:
    about = due.form.id, due.n, due.as_of, due.until
    if failed:
        return Coming(*about, "failed", why=failed[1])
    if state.nothing:
        return Coming(*about, "nothing")
    if state.known_at:
        return Coming(*about, "made")
    return Coming(*about, "waits", state.missing)


def _by_message(of: list[Delivery]) -> dict[str, list[Delivery]]:
    found: defaultdict[str, list[Delivery]] = defaultdict(list)
    for one in sorted(of, key=lambda d: (d.state != FAILED, d.channel)):
        found[one.id].append(one)
    return found


def _taken(of: Board, shown: list[Issue]) -> dict[tuple[int, str], list[Taken]]:
    found: defaultdict[tuple[int, str], list[Taken]] = defaultdict(list)
    if shown:
        for one in Downloads(of.state).since(min(i.number for i in shown)):
            found[one.line, one.file].append(one)
    return found
