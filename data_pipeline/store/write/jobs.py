"""Everything that writes, by name: what a worker process can be asked to do, and what runs in place otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery, Examined, Peek, Receipt
from data_pipeline.intake import peek as first_look
from data_pipeline.store.audit.mending import mend
from data_pipeline.store.diff.attempt import attempt
from data_pipeline.store.diff.rehearsal import check_token, rehearse
from data_pipeline.store.log.decisions import enter, take_over
from data_pipeline.store.log.meetings import mark_meeting
from data_pipeline.store.log.reviewed import confirm
from data_pipeline.store.log.steps import enter_step
from data_pipeline.store.log.targets import set_targets
from data_pipeline.store.log.two_keys import approve, decline
from data_pipeline.store.log.undo import restore, withdraw
from data_pipeline.store.snapshot.look import Damaged
from data_pipeline.store.write.issuing import keep_issue
from data_pipeline.store.write.receiving import receive_all
from data_pipeline.store.write.writer import Writer

TIMES = 3


def receive(writer: Writer, deliveries: Sequence[Delivery], rehearsed_on: str | None) -> list[Receipt]:
    """`rehearsed_on`: the token of their rehearsal, which must still hold; None: without one."""
    check = partial(check_token, deliveries=deliveries, rehearsed_on=rehearsed_on) if rehearsed_on else None
    return receive_all(writer, deliveries, check=check)


def examine(writer: Writer, delivery: Delivery) -> Examined:
    """As a load would see it, against what is known now; nothing is written."""
    with writer.readers.looking() as look:
        return writer.look(delivery, look)


def report(writer: Writer, delivery: Delivery) -> Examined:
    """The same without the accepted rows: they need not travel to a page that shows none of them."""
    examined = examine(writer, delivery)
    return replace(examined, table=examined.table.schema.empty_table())


def peek(writer: Writer, data: bytes, sheet: str | None) -> Peek:
    """Here, not with those who look: a workbook may be made to burst."""
    return first_look(writer.pack, data, sheet=sheet)


def rebuild(writer: Writer) -> None:
    """All rows made again from the received files and the ledger alone."""
    writer.rebuild()


def catch_up(writer: Writer) -> bool:
    take_over(writer)
    return writer.catch_up()


def asked_again(job: Callable[..., Any]) -> Callable[..., Any]:
    """A job that came upon a damaged file has changed nothing: it is done on what was made in its place. Nor has one
    before whose lines another writer's came: it is done on those."""

    def done(writer: Writer, *args: Any) -> Any:
        for _ in range(TIMES):
            try:
                return job(writer, *args)
            except Damaged:
                mend(writer)
            except BoardError as why:
                if why.code != "ledger_moved":
                    raise
        return job(writer, *args)

    return done


# each takes the writer first; what only these name stands where it is done
JOBS: dict[str, Callable[..., Any]] = {
    "receive": receive, "rehearse": rehearse, "attempt": attempt, "parse": Writer.parsed, "examine": examine,
    "report": report, "peek": peek, "take_back": withdraw, "put_back": restore, "approve": approve, "decline": decline,
    "set_targets": set_targets, "mark_meeting": mark_meeting, "log": enter, "step": enter_step, "issue": keep_issue,
    "confirm_review": confirm, "rebuild": rebuild, "catch_up": catch_up, "mend": mend, "seal": Writer.seal,
}  # fmt: skip
JOBS = {name: job if job is mend else asked_again(job) for name, job in JOBS.items()}
