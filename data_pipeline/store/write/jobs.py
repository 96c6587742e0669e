"""Everything that writes, by name: what a worker process can be asked to do, and what runs in place otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from data_pipeline.declare.tables import TargetChange
from data_pipeline.intake import Delivery, Examined, Parsed, Peek, Receipt
from data_pipeline.intake import peek as first_look
from data_pipeline.query.connect import cursor, open_reader
from data_pipeline.store.audit import mending
from data_pipeline.store.diff import rehearsal
from data_pipeline.store.diff.rehearsal import Rehearsal, check_token
from data_pipeline.store.log import decisions, meetings, targets, two_keys
from data_pipeline.store.log.entry import Note
from data_pipeline.store.log.undo import restore, withdraw
from data_pipeline.store.write.receiving import receive_all
from data_pipeline.store.write.writer import Writer


def receive(writer: Writer, deliveries: Sequence[Delivery], rehearsed_on: str | None) -> list[Receipt]:
    """`rehearsed_on`: the token of their rehearsal, which must still hold; None: without one."""
    check = partial(check_token, deliveries=deliveries, rehearsed_on=rehearsed_on) if rehearsed_on else None
    return receive_all(writer, deliveries, check=check)


def rehearse(writer: Writer, deliveries: Sequence[Delivery], ops_day: date, moment: datetime) -> Rehearsal:
    return rehearsal.rehearse(writer, deliveries, ops_day, moment)


def parse(writer: Writer, delivery: Delivery) -> Parsed:
    """By what stands in it alone: for whoever asks about the same bytes next."""
    return writer.parsed(delivery)


def examine(writer: Writer, delivery: Delivery) -> Examined:
    """As a load would see it, against what is known now; nothing is written."""
    name = writer.generations.current()
    if name is None:
        return writer.look(delivery, None)
    connection = open_reader(writer.generations.path(name), writer.limits)
    try:
        with cursor(connection) as history:
            return writer.look(delivery, history)
    finally:
        connection.close()


def report(writer: Writer, delivery: Delivery) -> Examined:
    """The same without the accepted rows: they need not travel to a page that shows none of them."""
    examined = examine(writer, delivery)
    return replace(examined, table=examined.table.schema.empty_table())


def peek(writer: Writer, data: bytes, sheet: str | None) -> Peek:
    """Here, not with those who look: a workbook may be made to burst."""
    return first_look(writer.pack, data, sheet=sheet)


def take_back(writer: Writer, load_id: int, by: str, at: datetime, reason: str) -> None:
    withdraw(writer, load_id, by, at, reason)


def put_back(writer: Writer, load_id: int, by: str, at: datetime, reason: str) -> None:
    restore(writer, load_id, by, at, reason)


def set_targets(writer: Writer, changes: Sequence[TargetChange], by: str, at: datetime, reason: str) -> None:
    targets.set_targets(writer, changes, by, at, reason)


def approve(writer: Writer, line: int, by: str, at: datetime) -> None:
    """What waits for a second person is seen."""
    two_keys.approve(writer, line, by, at)


def decline(writer: Writer, line: int, by: str, at: datetime, reason: str) -> None:
    two_keys.decline(writer, line, by, at, reason)


def mark_meeting(writer: Writer, moment: datetime, by: str, at: datetime) -> None:
    meetings.mark_meeting(writer, moment, by, at)


def log(writer: Writer, note: Note) -> None:
    """A decision, or an alert seen."""
    decisions.enter(writer, note)


def rebuild(writer: Writer) -> None:
    """Publish a generation made from the received files and the ledger alone."""
    with writer.drafting(fresh=True) as draft:
        writer.publish(draft)


def catch_up(writer: Writer) -> bool:
    decisions.take_over(writer)
    return writer.catch_up()


def mend(writer: Writer) -> None:
    """What is damaged and can be made again is set aside and made again."""
    mending.mend(writer)


JOBS: dict[str, Callable[..., Any]] = {
    job.__name__: job
    for job in (
        receive, rehearse, parse, examine, report, peek, take_back, put_back, set_targets, mark_meeting, log, rebuild,
        catch_up, mend, approve, decline,
    )
}  # fmt: skip
