"""Receive files: each is kept, examined, loaded and acknowledged whole, or refused and forgotten."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed
from data_pipeline.intake import Delivery, Effect, Examined, Receipt, Report
from data_pipeline.intake.absence import TAKES_BACK
from data_pipeline.intake.marks import confirmed
from data_pipeline.intake.parse import WHOLE_ONLY
from data_pipeline.intake.receipt import Status
from data_pipeline.store.log.entry import Note
from data_pipeline.store.log.two_keys import asks
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.tables.load import same_bytes
from data_pipeline.store.write.writer import Writer

NEW = ("loaded", "waits")
PRIVATE = "private_"  # how the codes of such problems begin
Progress = Callable[[int], None]  # called with the number of files done
Told = Callable[[int], Note]  # what was entered between two files: given the number of its line
Check = Callable[[Draft], None]  # called before anything is loaded; raises where it must not be


def receive_all(
    writer: Writer, deliveries: Iterable[Delivery | Told], progress: Progress | None = None, check: Check | None = None
) -> list[Receipt]:
    """In the order they come; the files accepted are acknowledged together."""
    receipts: list[Receipt] = []
    with writer.drafting() as draft:
        if check:
            check(draft)
        for delivery in deliveries:
            if not isinstance(delivery, Delivery):
                draft.add_change(delivery(draft.next_load))
                continue
            receipts.append(_receive(writer, draft, delivery))
            if progress:
                progress(len(receipts))
        if not draft.notes:
            return receipts
        effects = draft.judge()
        writer.received.settle()
        writer.publish(draft)
    return [replace(r, effect=effects[r.load_id]) if r.status in NEW and r.load_id else r for r in receipts]


def _receive(writer: Writer, draft: Draft, delivery: Delivery) -> Receipt:
    if delivery.feed not in writer.pack.feeds:
        raise BoardError("no_feed", feed=delivery.feed)
    digest = delivery.sha256
    already = same_bytes(draft.connection, delivery.feed, digest, delivery.sheet)
    if already:
        writer.received.keep(delivery.data)  # where what came before was lost or damaged, it is whole again
        writer.received.settle()
        return Receipt("already", already, Report(delivery.feed, delivery.name, digest))
    examined = _examined(writer, draft, delivery)
    status = verdict(examined, strict=delivery.strict, confirm=delivery.confirm)
    if status != "loaded":
        return Receipt(status, None, examined.report)
    writer.received.keep(delivery.data, digest)
    feed = writer.pack.feeds[delivery.feed]
    note, waits = note_of(feed, delivery, examined), asks(feed, examined)
    if waits:
        note = replace(note, facts={**note.facts, "waits": True})
    load_id = draft.add_load(note, examined.table)
    return Receipt("waits" if waits else "loaded", load_id, examined.report, Effect(), draft.jump(load_id))


def _examined(writer: Writer, draft: Draft, delivery: Delivery) -> Examined:
    """Doubts are looked for against what is known, also where they are confirmed beforehand: the ledger keeps which."""
    if delivery.unseen:
        return writer.look(delivery, None)
    draft.settle()
    return writer.look(delivery, draft.look)


def verdict(examined: Examined, *, strict: bool, confirm: bool) -> Status:
    """Nothing is loaded of a file without a good row; `strict` wants all rows good, and so does a file that replaces
    all that is known.

    A file that is loaded is kept for good as it came: with a person's data in any of its cells it never is.
    """
    report = examined.report
    private = any(p.code.startswith(PRIVATE) for p in report.problems)
    whole = strict or any(p.code == WHOLE_ONLY for p in report.problems)
    if report.unreadable or report.accepted == 0 or private or (whole and report.refused):
        return "refused"
    return "unconfirmed" if report.doubts and not confirm else "loaded"


def note_of(feed: Feed, delivery: Delivery, examined: Examined) -> Note:
    """What the ledger will say of it: everything that a rebuild needs."""
    report = examined.report
    facts = {
        "feed": delivery.feed, "sha256": report.sha256, "name": delivery.name, "bytes": len(delivery.data),
        "sheet": delivery.sheet, "mapping": delivery.mapping, "mode": "strict" if delivery.strict else "partial",
        "confirm": delivery.confirm, "records": report.records, "accepted": report.accepted,
        "refused": report.refused, "set_aside": report.set_aside,
        "taken_back": [p.line for p in report.doubts if p.code == TAKES_BACK] or None,
        "confirmed": confirmed(feed, examined),
    }  # fmt: skip
    return Note(delivery.at, delivery.by, "load", facts)
