"""What has come since a meeting, what was taken back, and what is told otherwise because of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data_pipeline.board.rows import UndoneRow
from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.words import say
from pages.components import loads, moved
from pages.components.data_table import DataTable
from pages.components.html import Markup, html, joined
from pages.components.said import said
from pages.components.sheet import rows_of


@dataclass(frozen=True)
class Came:
    """`undone`: loads withdrawn and restored. `moves`: what is told otherwise. `targets`: changes between, where there
    are any."""

    files: pd.DataFrame
    undone: pd.DataFrame
    moves: pd.DataFrame
    targets: DataTable | None
    targets_set: int


def came(of: Came, pack: Pack, lang: str) -> Markup:
    table = loads.since_table(of.files, pack, lang)
    parts = [_head(say(lang, "loads.came", files=len(of.files)), rows_of("since", table))]
    parts.append(_head(say(lang, "loads.taken_back", count=len(of.undone)), _lines(_undone(of.undone, lang))))
    changed = rows_of("targets", of.targets) if of.targets else Markup()
    parts.append(_head(say(lang, "targets.since", count=of.targets_set), changed))
    return joined(parts)


def otherwise(of: Came, pack: Pack, lang: str) -> Markup:
    hint = html('<p class="muted">{}</p>', say(lang, "loads.told_otherwise_hint"))
    if of.moves.empty:
        hint += said(say(lang, "loads.nothing_moved"), "good")
    lines, gauges = moved.lines_table(of.moves, pack, lang), moved.gauges_table(of.moves, pack, lang)
    if len(lines.frame):
        hint += html('<p class="muted">{}</p>', lines.note) + rows_of("moved", lines)
    if len(gauges.frame):
        hint += html(
            '<details data-key="moved-gauges"><summary>{}</summary>{}</details>',
            say(lang, "loads.gauges"),
            rows_of("gauges", gauges),
        )
    return _head(say(lang, "loads.told_otherwise"), hint)


def _head(title: str, body: Markup) -> Markup:
    return html("<h2>{}</h2>{}", title, body)


def _undone(rows: pd.DataFrame, lang: str) -> Sequence[str]:
    return [
        say(lang, f"loads.line_{r['action']}", **{**r, "at": loads.when(r["moment"])}) for r in records(rows, UndoneRow)
    ]


def _lines(texts: Sequence[str]) -> Markup:
    return joined(html("<p>{}</p>", text) for text in texts)
