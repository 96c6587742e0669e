"""Withdraw a load, and undo that. Nothing is deleted: a load is seen in spans of time."""

from datetime import datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import Action, Entry, Note
from data_pipeline.store.write.writer import Writer


def withdraw(writer: Writer, load_id: int, by: str, at: datetime, reason: str) -> Entry:
    """From `at` on the load is not seen; raises BoardError `no_load`, `not_visible`, `key_waits`."""
    return _change(writer, "withdraw", load_id, by, at, reason)


def restore(writer: Writer, load_id: int, by: str, at: datetime, reason: str) -> Entry:
    """From `at` on a withdrawn load is seen again; raises BoardError `no_load`, `not_withdrawn`, `key_...`."""
    return _change(writer, "restore", load_id, by, at, reason)


def _change(writer: Writer, action: Action, load_id: int, by: str, at: datetime, reason: str) -> Entry:
    with writer.drafting() as draft:
        account = draft.look.version.account
        load = account.loads.get(load_id)
        if load is None:
            raise BoardError("no_load", load_id=load_id)
        _, told = account.waiting.get(load_id, ("", ""))
        if told in ("waits", "declined"):
            raise BoardError(f"key_{told}", load_id=load_id)
        seen = load.is_seen(None)
        if seen is not (action == "withdraw"):
            raise BoardError("not_visible" if action == "withdraw" else "not_withdrawn", load_id=load_id)
        draft.add_change(Note(at, by, action, {"load_id": load_id, "reason": reason}))
        return writer.publish(draft)[0]
