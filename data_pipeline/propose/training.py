"""A simulated day of an operation, in a copy of its pack with a store of its own: to look at and to train on, apart
from what was really sent."""

from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

from data_pipeline.board.board import Board, store_at
from data_pipeline.core.clock import Clock
from data_pipeline.core.settings import own_pack, own_store
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake import Delivery
from data_pipeline.propose.day import day_of, for_training
from data_pipeline.propose.founded import Founded

BESIDE = "-demo"


def trained(pack: Path, folder: Path, store: Path) -> Founded:
    """Today's day of the pack's copy in `folder`, which is made where it is not there. A file of the day that was there
    already is not received twice."""
    of = load_pack(folder) if folder.exists() else for_training(pack, folder)
    day = Clock(zone=of.operation.timezone).now().date()
    sent = [Delivery(r.feed, r.name, r.data, of.id, r.at, confirm=True, unseen=True) for r in day_of(of, day)]
    with closing(Board(of, store_at(f"file:{store}"))) as board:
        receipts = board.receive_all(sent)
    shown = datetime.combine(day, time()) + timedelta(hours=_hour(of), minutes=20)
    return Founded(folder, store, f"replay:{shown:%Y-%m-%dT%H:%M}@60", receipts)


def beside(pack: Path) -> tuple[Path, Path]:
    """Where the copy and its store are kept: among the operations made here, wherever the pack itself lies."""
    name = pack.name + BESIDE
    return own_pack(name), own_store(name)


def _hour(of: Pack) -> int:
    """Of the report time in the middle of the day; of the only one where a day is told once."""
    slots = of.operation.slots
    return slots[(len(slots) - 1) // 2 if not of.operation.is_daily else 0]
