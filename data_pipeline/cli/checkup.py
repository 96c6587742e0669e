"""What the doctor looks at. Each check answers ok, warn (works, but look) or fail (something will not work)."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from data_pipeline.access.doors import reading
from data_pipeline.board.board import root_of, store_of
from data_pipeline.core.clock import process_clock, since
from data_pipeline.core.clock_jumps import jumps
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT, settings
from data_pipeline.declare import load_pack
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit.watch import findings, recorded_at
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.noted import backed_up
from data_pipeline.store.tables.growth import growth
from data_pipeline.store.write.writer import Writer

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", re.MULTILINE)
LOW_DISK_GB = 5
SHORTEST_DAYS = 90
OLDEST_S = 26 * 3600  # a day, and the time a backup takes


@dataclass(frozen=True)
class Finding:
    check: str
    state: Literal["ok", "warn", "fail"]
    facts: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""  # a sentence of its own, where the state's does not fit


def checkup() -> list[Finding]:
    return [
        _python(),
        *_pins(),
        _engine(),
        _pack(),
        _store(),
        _disk(),
        _growth(),
        _backup(),
        _font(),
        _clock(),
        _order(),
        _damage(),
        _reading(),
    ]


def pins(file: str = "requirements.txt") -> dict[str, str]:
    """Package -> version, as this file pins them."""
    return dict(PIN.findall((ROOT / file).read_text("utf-8")))


def engines() -> list[str]:
    """The versions of DuckDB that every test is run over, oldest first: the pinned one and that of the other line."""
    return sorted(pins(file)["duckdb"] for file in ("requirements.txt", "requirements-engine.txt"))


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _reading() -> Finding:
    """Who may read, and where that is closed, whether anybody can sign in at all."""
    given = settings()
    try:
        under = reading()
    except BoardError as why:
        return Finding("reading", "fail", {"why": why.sentence(given.lang)})
    closed_to_all = under != "open" and (given.roles is None or not find_spec("authlib"))
    return Finding("reading", "warn" if closed_to_all else "ok", {"reading": under})


def _python() -> Finding:
    facts = {"version": sys.version.split()[0]}
    return Finding("python", "ok" if sys.version_info >= (3, 11) else "fail", facts)


def _pins() -> Iterator[Finding]:
    given = {name: pin for name, pin in pins().items() if name != "duckdb"}  # told of by itself
    wrong = [f"{name} {installed(name)} ≠ {pin}" for name, pin in given.items() if installed(name) != pin]
    yield Finding("pins", "fail" if wrong else "ok", {"count": len(given), "wrong": "; ".join(wrong)})


def _engine() -> Finding:
    """Every test is run over two lines of the database, and no other is vouched for."""
    found, tested = installed("duckdb"), engines()
    return Finding("engine", "ok" if found in tested else "fail", {"found": found, "tested": " · ".join(tested)})


def _pack() -> Finding:
    try:
        pack = load_pack(settings().pack)
    except BoardError as why:
        return Finding("pack", "fail", {"why": why})
    return Finding("pack", "ok", {"pack": pack.id, "feeds": len(pack.feeds), "lines": len(pack.lines)})


def store_folder() -> Path:
    return root_of()


def _store() -> Finding:
    """Writable: a file can be made and removed in the folder, or in the nearest parent that exists."""
    folder = _nearest(store_folder())
    probe = folder / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError as why:
        return Finding("store", "fail", {"folder": folder, "why": why.strerror})
    return Finding("store", "ok", {"folder": store_folder()})


def _disk() -> Finding:
    free = shutil.disk_usage(_nearest(store_folder())).free / 1e9
    return Finding("disk", "ok" if free > LOW_DISK_GB else "warn", {"free": f"{free:.0f}"})


def _growth() -> Finding:
    """Of a lake only copies lie here, and never more than their limit."""
    try:
        where = store_of()
        if isinstance(where, Lake):
            facts = {"city": where.city, "data": where.data, "gb": f"{where.limit_bytes / 1e9:.0f}"}
            return Finding("growth", "ok", facts, sentence="lake")
        found = growth(store_folder())
    except BoardError as why:
        return Finding("growth", "fail", {"why": why})
    if found is None:
        return Finding("growth", "ok", sentence="none")
    parts = {"files": found.files, "rows": found.rows, "beside": found.beside, "day": found.per_day}
    facts = {name: f"{size / 1e6:.1f}" for name, size in parts.items()}
    facts |= {"days": found.days, "lasts": found.lasts, "free": f"{found.free / 1e9:.0f}"}
    return Finding("growth", "ok" if found.lasts > SHORTEST_DAYS else "warn", facts)


def _backup() -> Finding:
    """How far the last backup goes; a board that is nowhere else is worth a warning."""
    try:
        done, lines = backed_up(store_folder()), Ledger(store_folder() / "ledger.jsonl").head().seq
    except BoardError as why:
        return Finding("backup", "fail", {"why": why})
    if done is None:
        return Finding("backup", "warn" if lines else "ok", {"lines": lines}, "none")
    line, place, when = done
    facts = {"line": line, "lines": lines, "place": place, "hours": f"{since(when) / 3600:.0f}"}
    return Finding("backup", "ok" if since(when) < OLDEST_S or line == lines else "warn", facts)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest thing above it that exists."""
    return next(f for f in (folder, *folder.absolute().parents) if f.exists())


def _font() -> Finding:
    """Only pictures and files made on this machine need it: browsers bring their own."""
    lister = shutil.which("fc-list")
    if not lister:
        return Finding("font", "warn")
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=20).stdout
    name = listed.split("\n")[0].split(",")[0]
    return Finding("font", "ok" if name else "warn", {"name": name})


def _clock() -> Finding:
    try:
        clock = process_clock(load_pack(settings().pack).operation)
    except BoardError as why:
        return Finding("clock", "fail", {"why": why})
    facts = {"now": clock.now().strftime("%Y-%m-%d %H:%M"), "clock": settings().clock}
    return Finding("clock", "ok" if clock.now().year >= 2020 else "warn", facts)


def _order() -> Finding:
    """The times of the ledger follow one another, as far as its clock did not jump."""
    try:
        found = jumps((e.seq, e.note.at) for e in Ledger(store_folder() / "ledger.jsonl").entries())
    except BoardError as why:
        return Finding("order", "fail", {"why": why})
    return Finding("order", "warn" if found else "ok", {"count": len(found), "last": found[0] if found else ""})


def _damage() -> Finding:
    """What is known to be wrong with the store, and when all of it was last checked."""
    try:
        pack = load_pack(settings().pack)
        found = findings(Writer(pack, store_of(), Limits(), settings().anchor))
        last = recorded_at(store_folder(), pack.operation.timezone)
    except BoardError as why:
        return Finding("damage", "fail", {"why": [why]})
    if found:
        state = "fail" if any(f.severity == "fault" for f in found) else "warn"
        return Finding("damage", state, {"why": found})
    return (
        Finding("damage", "ok", {"last": f"{last:%Y-%m-%d %H:%M}"}) if last else Finding("damage", "ok", {"last": "–"})
    )
