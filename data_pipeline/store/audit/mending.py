"""What is damaged and can be made again is set aside and made again: states, the pointer to them, notes of the ledger's
end, forecasts and scores. What cannot (received files, the ledger, a key) is told, with what to do."""

import time

from data_pipeline.store.log import aside, marked
from data_pipeline.store.log.entry import GENESIS
from data_pipeline.store.tables.generations import head_of
from data_pipeline.store.write.writer import Writer

BESIDE = ("forecasts", "scores")  # folders of tables that carry their own hash
TWICE_S = 0.3  # between the ledger's line and the pointer to its state lies a moment


def is_hurt(writer: Writer, *, every_bit: bool = False) -> bool:
    """Whether what readers open first is damaged: the pointer, what it points to (`every_bit`: all of it is read), a
    note of the ledger's end."""
    if any(anchor.is_damaged() for anchor in writer.anchors) or writer.generations.is_damaged():
        return True
    name = writer.generations.current()
    if name is None:
        return writer.ledger.head() != GENESIS
    return every_bit and not writer.generations.is_whole(name)


def is_behind(writer: Writer) -> bool:
    """Whether readers see less than the ledger holds, for longer than a publication takes."""
    for look in range(2):
        name = writer.generations.current()
        if name is None or head_of(name) == writer.ledger.head():
            return False
        if not look:
            time.sleep(TWICE_S)
    return True


def mend(writer: Writer) -> None:
    """Raises BoardError where the ledger is not the one that was published: from that nothing is made."""
    writer.hold(whole=True)
    for anchor in writer.anchors:
        if anchor.is_damaged():
            aside.put(anchor.path)
            anchor.keep(writer.ledger.head())
    if writer.generations.is_damaged():
        aside.put(writer.generations.pointer)
    for name in writer.generations.names():
        if not writer.generations.is_whole(name):
            writer.generations.set_aside(name)
    for folder in BESIDE:
        for file in marked.files(writer.root / folder):
            if not marked.is_whole(file):
                aside.put(file)
    writer.catch_up()
