"""`migrate`: a store of an earlier version taken over, and one of this version given back. Ledger and received files
are the same in both, so they are copied as they are; rows are made from them, their state is held against what was."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_pipeline.backup.between import move
from data_pipeline.backup.recover import Unsound
from data_pipeline.board.board import Board, store_at
from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, cursor, open_reader
from data_pipeline.store.audit.state_hash import state_hash
from data_pipeline.store.doors import BEFORE, FILE
from data_pipeline.store.lake.address import KIND
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.lock import writing

LEDGER, MADE = "ledger.jsonl", ("generations", "CURRENT", "tables", "head", ".lock")  # made again, and never copied
NO_HINDRANCE = ("check", "kept_damaged")


@dataclass(frozen=True)
class Moved:
    """`state`: of what was made; "" where an earlier version makes it. `same`: None where the earlier state could not
    be asked."""

    line: int
    files: int
    state: str
    same: bool | None


def migrate(pack: Pack, limits: Limits, of: str, to: str) -> Moved:
    """`of` and `to`: duckdb:<folder> (earlier versions), file:<folder> or lake:…. Nothing of the first is changed;
    where both are the same folder its rows are laid beside what is there. Raises BoardError store_..., migrate_..."""
    if KIND in (of[: len(KIND)], to[: len(KIND)]):
        lines, files, state = move(pack, limits, store_at(of), store_at(to))
        return Moved(lines, files, state, True)
    (before, source), (after, target) = _folder(of), _folder(to)
    if not (source / LEDGER).is_file():
        raise BoardError("migrate_none", folder=source)
    if source.resolve() == target.resolve():
        return _sound(pack, limits, source, _state(pack, limits, source, before), source)
    if target.exists() and any(target.iterdir()):
        raise BoardError("migrate_there", folder=target)
    durable.make_folder(target.absolute().parent)
    part = target.absolute().with_name(f".{target.name}.part-{durable.token()}")
    try:
        with durable.disk(), writing(source):
            was = _state(pack, limits, source, before)
            shutil.copytree(source, part, ignore=lambda folder, names: _made(source, str(folder), names))
            _sync(part)
        done = _sound(pack, limits, part, was, target) if after == FILE else _given_back(part, was)
        if target.exists():
            target.rmdir()
        os.rename(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    durable.sync(target.absolute().parent)
    return done


def _folder(url: str) -> tuple[str, Path]:
    kind = next((k for k in (BEFORE, FILE) if url.startswith(k)), None)
    if kind is None:
        raise BoardError("store_url", url=url.rsplit("@", maxsplit=1)[-1])
    return kind, Path(url.removeprefix(kind))


def _made(source: Path, folder: str, names: list[str]) -> set[str]:
    return {n for n in names if n.startswith(".part-")} | ({*MADE} & {*names} if Path(folder) == source else set())


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        durable.sync(path)


def _state(pack: Pack, limits: Limits, source: Path, kind: str) -> str:
    """As the earlier version's database knows it; "" where it has none at the ledger's end, or of other columns."""
    if kind == FILE:
        with closing(Board(pack, source, limits)) as board:
            return board.state_hash()
    try:
        name = (source / "CURRENT").read_text("ascii").strip()
        if int(name.split("-")[0]) != Ledger(source / LEDGER).head().seq:
            return ""
        with closing(open_reader(source / "generations" / name, limits)) as held, cursor(held) as own:
            return state_hash(own, pack)
    except (OSError, ValueError, BoardError, duckdb.Error):
        return ""


def _sound(pack: Pack, limits: Limits, folder: Path, was: str, named: Path) -> Moved:
    """Make its rows, look over everything, compare."""
    with closing(Board(pack, folder, limits)) as board:
        board.version()
        for finding in board.verify():
            if finding.code not in NO_HINDRANCE:
                raise Unsound(finding)
        state, line = board.state_hash(), board.ledger_head()
    if was and state != was:
        raise BoardError("migrate_differs", folder=named, made=state, was=was)
    return Moved(line, _files(folder), state, (state == was) if was else None)


def _given_back(folder: Path, was: str) -> Moved:
    """Every line and every file as it ought to be: the earlier version makes its database of them when it starts."""
    lines = list(Ledger(folder / LEDGER).entries())
    return Moved(lines[-1].seq if lines else 0, _files(folder), was, None)


def _files(folder: Path) -> int:
    return sum(1 for _ in (folder / "received").iterdir()) if (folder / "received").is_dir() else 0
