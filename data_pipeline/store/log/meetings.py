"""A meeting held is a line of the ledger: the moment its screens showed, so that the next one can compare with it.

Nothing on the board follows from it but "since the last meeting", so no table keeps a row of it.
"""

from datetime import datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.write.writer import Writer


def mark_meeting(writer: Writer, moment: datetime, by: str, at: datetime) -> Entry:
    """`moment`: what the screens showed, never later than `at`; raises BoardError `meeting_ahead`."""
    if moment > at:
        raise BoardError("meeting_ahead", moment=f"{moment:%H:%M}")
    with writer.drafting() as draft:
        draft.add_change(Note(at, by, "meeting", {"moment": moment.isoformat(timespec="seconds")}))
        return writer.publish(draft)[0]
