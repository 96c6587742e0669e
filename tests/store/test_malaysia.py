"""Malaysia's own files of July 2021, version after version: what changed is said exactly, as an obvious diff has it."""

import dataclasses
import gzip
import io
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.declare import Feed, Pack, load_pack
from data_pipeline.intake import Effect
from tests.support.packs import MALAYSIA
from tests.support.real import shared_data

PACK = load_pack(MALAYSIA)
KEY = ["report_date", "state"]
Cell = tuple[str, str, str, str, str]


def as_published() -> Pack:
    """The same pack with states by the name they are sent under, so that a renamed state is a renamed row."""

    def by_name(feed: Feed) -> Feed:
        columns = tuple(c.model_copy(update={"type": "code"}) if c.name == "state" else c for c in feed.column)
        return feed.model_copy(update={"column": columns})

    feeds = {name: by_name(feed) for name, feed in PACK.feeds.items()}
    return dataclasses.replace(PACK, feeds=feeds, gauges={}, targets=(), queries=())  # gauges are told by place


def versions(feed: str) -> list[bytes]:
    files = sorted(shared_data("malaysia", "versions").glob(f"{feed}__*.csv.gz"))
    assert files
    return [gzip.decompress(f.read_bytes()) for f in files]


def table(feed: str, data: bytes) -> pd.DataFrame:
    """A published file under the declared names, every cell as text; a blank, or a column not sent, is ''."""
    declared = PACK.feeds[feed]
    names = {h: c.name for c in declared.columns for h in (c.name, *c.aliases)}
    frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False).rename(columns=names)
    return frame.reindex(columns=list(declared.names), fill_value="")


@dataclasses.dataclass
class Diff:
    """One version against the one before, the obvious way."""

    new: int
    cells: set[Cell]
    gone: set[tuple[str, str]]
    moved: set[tuple[str, str, str]]


def diff(before: pd.DataFrame, after: pd.DataFrame) -> Diff:
    values = [c for c in after.columns if c not in KEY]
    rows = before[KEY].merge(after[KEY], on=KEY, how="outer", indicator="where")
    went = before.merge(rows[rows["where"] == "left_only"], on=KEY)
    came = after.merge(rows[rows["where"] == "right_only"], on=KEY)
    each = before.melt(KEY).merge(after.melt(KEY), on=[*KEY, "variable"])
    cells = each[each["value_x"] != each["value_y"]]
    pairs = went.merge(came, on=["report_date", *values])[["report_date", "state_x", "state_y"]]
    moved = set(pairs.itertuples(index=False, name=None))
    gone = set(went[KEY].itertuples(index=False, name=None)) - {(day, was) for day, was, _ in moved}
    return Diff(len(came) - len(moved), set(cells.itertuples(index=False, name=None)), gone, moved)


def loaded(pack: Pack, folder: Path, feed: str) -> list[Effect]:
    """The effects of all versions, sent in order, a day apart."""
    board, at, effects = Board(pack, folder), datetime(2021, 7, 22), []
    for i, data in enumerate(versions(feed)):
        receipt = board.receive(feed, f"{feed}.csv", data, "MoH", at + timedelta(days=i), confirm=True)
        assert receipt.status == "loaded", receipt.report.unreadable
        assert receipt.report.refused == 0
        effects.append(receipt.effect)
    assert board.verify() == []
    return effects


@pytest.mark.parametrize("feed", ["pkrc", "hospital", "icu"])
def test_restated_renamed_and_withdrawn_cells_are_exactly_those_of_a_diff(tmp_path: Path, feed: str) -> None:
    tables = [table(feed, data) for data in versions(feed)]
    first, *later = loaded(as_published(), tmp_path / "board", feed)
    assert (first.new, first.restated, first.withdrawn) == (len(tables[0]), 0, 0)
    for before, after, effect in zip(tables, tables[1:], later, strict=False):
        expected = diff(before, after)
        assert {(*c.key, c.column, c.before or "", c.after or "") for c in effect.cells} == expected.cells
        assert set(effect.gone) == expected.gone
        assert {(*was, now[1]) for was, now in effect.moved} == expected.moved
        assert (effect.new, effect.withdrawn, effect.renamed) == (expected.new, len(expected.gone), len(expected.moved))
        assert effect.rows == len(after)


def test_penang_was_renamed_and_renamed_back(tmp_path: Path) -> None:
    renamed = [effect.renamed for effect in loaded(as_published(), tmp_path / "board", "pkrc")]
    assert renamed == [0, 0, 480, 482]


def test_a_state_declared_under_both_names_stays_one_place(tmp_path: Path) -> None:
    effects = loaded(PACK, tmp_path / "board", "pkrc")
    assert [(e.new, e.restated, e.withdrawn, e.renamed) for e in effects] == [
        (5429, 0, 0, 0),
        (42, 4, 0, 0),
        (28, 0, 0, 0),
        (0, 0, 0, 0),
    ]


def test_more_people_than_beds_is_kept_and_flagged(tmp_path: Path) -> None:
    board = Board(PACK, tmp_path / "board")
    data = shared_data("malaysia", "pkrc.csv").read_bytes()
    receipt = board.receive("pkrc", "pkrc.csv", data, "MoH", datetime(2021, 12, 1), confirm=True)
    flagged = {p.line for p in receipt.report.problems if p.severity == "warn"}
    assert (receipt.status, len(flagged)) == ("loaded", 34)
    with board._readers.cursor() as cursor:
        over = cursor.execute("select row_no from known.pkrc where pkrc_covid + pkrc_pui + pkrc_noncovid > beds")
        assert {row[0] for row in over.fetchall()} == flagged
