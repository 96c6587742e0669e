"""What became of promised hours, beside what the board expected at the same report time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from data_pipeline.actions.promised import Promised
from data_pipeline.declare import Pack
from data_pipeline.sentences import action as texts
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, moment
from pages.components.data_table import DataTable, TableColumn

WIDTHS = {"place": 170, "unit": 140, "first": 90, "last": 100, "changes": 80, "shift": 130, "cleared": 110, "off": 130,
          "expected": 120, "off_expected": 130}  # fmt: skip


def promises_table(of: Sequence[Promised], pack: Pack, ops_day: date, lang: str) -> DataTable:
    """One row per promise kept account of, the newest decision first."""
    columns = [TableColumn("number", say(lang, "action.column_number"), "number", 46)]
    columns += [TableColumn(name, say(lang, f"promise.{name}"), "number" if name == "changes" else "text", width)
                for name, width in WIDTHS.items()]  # fmt: skip
    rows = [_row(p, pack, ops_day, lang) for p in of]
    note = say(lang, "promise.note", hours=f"{pack.actions.own_first / timedelta(hours=1):g}")
    return DataTable.of(say(lang, "promise.title"), columns, rows, note=note, nothing=say(lang, "promise.none"))


def _row(p: Promised, pack: Pack, ops_day: date, lang: str) -> dict[str, object]:
    def clock(at: datetime | None) -> str:
        return moment(at, ops_day, lang) if at else BLANK

    return {
        "number": p.of.action.number,
        "place": texts.place(pack, p.of.action, lang),
        "unit": p.unit,
        "first": clock(p.first),
        "last": clock(p.last),
        "changes": p.changes,
        "shift": texts.so_long(p.shift, lang) if p.shift else BLANK,
        "cleared": clock(p.cleared) if p.cleared else say(lang, "promise.not_cleared"),
        "off": texts.off_by(p.off, lang),
        "expected": clock(p.expected),
        "off_expected": texts.off_by(p.off_expected, lang),
    }
