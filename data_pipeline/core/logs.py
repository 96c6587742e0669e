"""What the process says of itself, line by line: as text for a person, or as JSON for a machine, to its standard error
or to a file that is turned over. Beside it the audit: who read and took out what.

A line carries the id of the request that it belongs to, which the answer also carries (`X-Request-ID`), and who asked
where one is known.
"""

import json
import logging
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from zoneinfo import ZoneInfo

from data_pipeline.core.errors import BoardError

KINDS = ("text", "json")
OURS = ("data_pipeline", "pages", "riqing")
MB = 1 << 20
FILES, AUDIT_FILES, FILE_BYTES = 10, 50, 20 * MB  # of either log the newest so many, each so large
LINE = "%(asctime)s %(levelname)s %(request)s %(by)s %(name)s: %(message)s%(extra)s"

REQUEST: ContextVar[str] = ContextVar("request", default="-")
# In whose name something is asked, as role/account: the gate says so of requests, a page of itself.
WHO: ContextVar[str] = ContextVar("who", default="")
_audit = logging.getLogger("riqing.audit")


def set_up(kind: str, file: Path | None, audit: Path | None, zone: str) -> None:
    """Everything this process and its libraries log goes one way from now on. Raises BoardError log_kind, log_file."""
    if kind not in KINDS:
        raise BoardError("log_kind", given=kind, known=", ".join(KINDS))
    root = logging.getLogger()
    form = Json(zone) if kind == "json" else Text(LINE)
    root.handlers = [_handler(file, FILES, form)]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    _take_over(logging.Logger.manager.loggerDict.values())
    if audit is not None:
        _audit.handlers, _audit.propagate = [_handler(audit, AUDIT_FILES, form)], False


def audited(event: str, what: str, who: str = "", **facts: object) -> None:
    """One line of the audit: somebody read, or took out, something. `facts` without a value are left out."""
    every = {"who": who or WHO.get(), "what": what, **facts}
    _audit.info(event, extra={"facts": {k: v for k, v in every.items() if v not in (None, "")}})


def _take_over(loggers: Iterable[object]) -> None:
    """Libraries that brought handlers of their own."""
    for one in loggers:
        if isinstance(one, logging.Logger) and one.handlers and one is not _audit:
            one.handlers, one.propagate = [], True


def _handler(file: Path | None, files: int, form: logging.Formatter) -> logging.Handler:
    try:
        own = RotatingFileHandler(file, "a", FILE_BYTES, files, "utf-8") if file else logging.StreamHandler(sys.stderr)
    except OSError as why:
        raise BoardError("log_file", file=file, reason=why.strerror or why) from why
    own.setFormatter(form)
    own.addFilter(_request)
    return own


def _request(record: logging.LogRecord) -> bool:
    record.request, record.by = REQUEST.get(), WHO.get() or "-"
    record.extra = "".join(f" {k}={v}" for k, v in _facts(record).items())
    return True


def _facts(record: logging.LogRecord) -> Mapping[str, object]:
    return getattr(record, "facts", {})


class Text(logging.Formatter):
    """One record, one line: what came from outside cannot begin another. A traceback follows on lines of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        text = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


class Json(logging.Formatter):
    """One object a line: time with its zone, level, request, logger, message, facts, and the traceback of an error."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="milliseconds")
        plain: dict[str, object] = {
            "time": at,
            "level": record.levelname.lower(),
            "request": record.request,  # type: ignore[attr-defined]
            "by": record.by,  # type: ignore[attr-defined]
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            plain["error"] = self.formatException(record.exc_info)
        return json.dumps(plain, ensure_ascii=False, default=str)
