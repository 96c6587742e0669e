"""Enter a document issued: its files are kept with what was received, then its line tells of them."""

from collections.abc import Mapping
from datetime import datetime

from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.log.issued import BRIEF, Issue
from data_pipeline.store.write.writer import Writer


def keep_issue(writer: Writer, of: Issue, data: Mapping[str, bytes], by: str, at: datetime) -> Entry | None:
    """`data`: by the hash of each file. None where it was issued already, whoever did it."""
    with writer.drafting() as draft:
        if of.key in draft.look.version.account.issued:
            return None
        for file in of.files:
            writer.received.keep(data[file.sha256], file.sha256)
        writer.received.settle()
        draft.add_change(Note(at, by, BRIEF, of.facts()))
        return writer.publish(draft)[0]
