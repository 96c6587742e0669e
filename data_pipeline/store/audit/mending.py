"""What is damaged and can be made again is set aside and made again: rows, notes of the ledger's end, forecasts and
scores. What cannot (received files, the ledger, a key) is told, with what to do."""

import time

from data_pipeline.store.log import aside, marked
from data_pipeline.store.write.writer import Writer

BESIDE = ("forecasts", "scores")  # folders of tables that carry their own hash
TWICE_S = 0.3  # a publication takes a moment


def is_hurt(writer: Writer) -> bool:
    """Whether a note of the ledger's end is damaged."""
    return any(anchor.is_damaged() for anchor in writer.anchors)


def is_behind(writer: Writer) -> bool:
    """Whether readers see less than the ledger holds, for longer than a publication takes."""
    for look in range(2):
        if writer.up_to_date():
            return False
        if not look:
            time.sleep(TWICE_S)
    return True


def mend(writer: Writer) -> None:
    """Raises BoardError where the ledger is not the one that was acknowledged: from that nothing is made."""
    writer.hold(whole=True)
    for anchor in writer.anchors:
        if anchor.is_damaged():
            aside.put(anchor.path)
            anchor.keep(writer.ledger.head())
    for folder in BESIDE:
        for file in marked.files(writer.root / folder):
            if not marked.is_whole(file):
                aside.put(file)
    writer.mend()
