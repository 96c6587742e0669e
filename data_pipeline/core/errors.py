"""What someone must fix, as typed errors shown as a sentence. Everything else is a bug and stays loud."""

from data_pipeline.words import say


class BoardError(Exception):
    """Something a person can put right. `code` names a sentence `error.<code>` in the catalogue."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def sentence(self, lang: str) -> str:
        return say(lang, f"error.{self.code}", **self.facts)

    def __str__(self) -> str:
        return self.sentence("en")


# What says nothing about the file: seconds after which the same may be tried again.
PASSING = {"worker_fell": 10, "store_busy": 30, "store_full": 120, "server_busy": 15,
           "store_away": 10, "objects_away": 10, "ledger_moved": 5, "offline_failed": 60, "work_waits": 30,
           "past_waits": 30}  # fmt: skip


class DeclarationError(BoardError):
    """A pack file that cannot be used: which file, which key, and why."""

    def __init__(self, file: object, key: str, reason: str, kind: str = "other", **more: object) -> None:
        """`kind`: of the fault, as `pack check` words it, with what it tells of it besides."""
        super().__init__("declaration", file=file, key=key, reason=reason)
        self.kind = kind
        self.more = more
