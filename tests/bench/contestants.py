"""Who takes part. Each reads the same file in a process of its own; imports are not counted.

A contestant is a function of the file that makes ready and returns the work to be timed.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

Work = Callable[[], int]  # returns how many rows arrived
AT = datetime(2022, 4, 7, 9)


def riqing(path: Path) -> Work:
    """Validated, kept, entered in the ledger, published: what a sender waits for."""
    from tests.support.samples import opened

    board = opened(Path(mkdtemp()) / "board")
    board.version()  # the empty database and its views are made once in a store's life

    def work() -> int:
        receipt = board.receive("transfer", path.name, path.read_bytes(), "bench", AT, confirm=True)
        if receipt.status != "loaded":
            raise SystemExit(f"not loaded: {receipt.status} {receipt.report.problems[:3]}")
        return receipt.report.accepted

    return work


def riqing_check(path: Path) -> Work:
    """Validated only."""
    from data_pipeline.intake.examine import examine
    from tests.support.samples import pack

    declared = pack()
    return lambda: examine(declared, "transfer", path.name, path.read_bytes()).report.accepted


def duckdb_bare(path: Path) -> Work:
    """read_csv into a table of a database file, checkpointed. Nothing is checked but what the sniffer guesses."""
    import duckdb

    con = duckdb.connect(Path(mkdtemp()) / "bare.duckdb", config={"threads": "2", "memory_limit": "2GB"})

    def work() -> int:
        con.execute("create table t as from read_csv(?)", [str(path)])
        con.execute("checkpoint")
        return con.sql("select count(*) from t").fetchall()[0][0]

    return work


def pandas_bare(path: Path) -> Work:
    """read_csv into a frame. Nothing is checked, nothing is kept."""
    import pandas as pd

    return lambda: len(pd.read_csv(path, parse_dates=[0, 1], dtype={2: str}))


def pandera(path: Path) -> Work:
    """The same file against the same checks; nothing is kept."""
    import pandas as pd

    from tests.bench.peers import pandera_schema

    schema = pandera_schema()

    def work() -> int:
        frame = pd.read_csv(path, parse_dates=[0, 1], dtype={2: str})
        return len(schema.validate(frame, lazy=True))

    return work


def frictionless(path: Path) -> Work:
    """The same file against the same checks; nothing is kept."""
    from frictionless import Resource, system

    from tests.bench.peers import frictionless_checklist, frictionless_schema

    schema, checklist = frictionless_schema(), frictionless_checklist()

    def work() -> int:
        with system.use_context(trusted=True):
            report = Resource(path=str(path), schema=schema).validate(checklist, limit_errors=5)
        if not report.valid:
            raise SystemExit(str(report.flatten(["rowNumber", "fieldName", "message"])[:3]))
        return report.tasks[0].stats.get("rows") or 0

    return work


ALL: dict[str, Callable[[Path], Work]] = {
    "riqing": riqing,
    "riqing_check": riqing_check,
    "duckdb_bare": duckdb_bare,
    "pandas_bare": pandas_bare,
    "pandera": pandera,
    "frictionless": frictionless,
}
