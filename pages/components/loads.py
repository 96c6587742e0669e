"""The records of loads: who sent what, when, and what it did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pandas as pd

from data_pipeline.board.rows import LoadRow, UndoneRow
from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.words import say
from data_pipeline.words.numbers import exact, known
from pages.components.data_table import DataTable, TableColumn
from pages.components.html import Markup, html, joined

EFFECTS: Final = ("new_rows", "restated_rows", "unchanged_rows", "withdrawn_rows", "renamed_rows")


def records_table(rows: Sequence[LoadRow], pack: Pack, lang: str, *, narrowed: bool = False) -> DataTable:
    """One row per load, newest first, as given; a press opens it. `narrowed`: there are more than fit what was asked
    for."""
    columns = (
        TableColumn("load_id", say(lang, "loads.load"), "number", 55),
        TableColumn("received_at", say(lang, "loads.received"), "moment", 95),
        TableColumn("feed", say(lang, "loads.feed"), width=125),
        TableColumn("file_name", say(lang, "loads.file"), width=180),
        TableColumn("sender", say(lang, "loads.sender"), width=105),
        TableColumn("state", say(lang, "loads.state"), width=70),
        TableColumn("accepted", say(lang, "loads.rows"), "number", 60),
        TableColumn("effect", say(lang, "loads.effect"), width=140),
    )
    table_rows = [
        dict(r) | {"feed": feed_name(pack, r["feed"], lang), "effect": effect(r, lang),
                   "state": say(lang, f"loads.{state_of(r)}")}
        for r in rows
    ]  # fmt: skip
    return DataTable.of(
        "",
        columns,
        table_rows,
        nothing=say(lang, "loads.none_fits" if narrowed else "loads.none"),
        alt=say(lang, "loads.view_records"),
        presses=tuple(f"number={int(r['load_id'])}" for r in rows),
    )


def state_of(r: LoadRow) -> str:
    """stands, withdrawn, or where it waits for a second person, or was declined, that."""
    if r["visible"]:
        return "stands"
    return str(r["approval"]) if r["approval"] in ("waits", "declined") else "withdrawn"


def effect(r: LoadRow, lang: str) -> str:
    """新增 120 · 更正 3: what was nothing is not told."""
    parts = [f"{say(lang, f'loads.{name}')} {exact(r[name])}" for name in EFFECTS if known(r[name]) and r[name]]
    return " · ".join(parts) or say(lang, "loads.no_effect")


def facts(r: LoadRow, pack: Pack, lang: str) -> Markup:
    """All that is known of one load."""
    named = [
        ("feed", feed_name(pack, r["feed"], lang)), ("file", r["file_name"]), ("sender", r["sender"]),
        ("received", when(r["received_at"])), ("sheet", r["sheet"] if known(r["sheet"]) else ""),
        ("records", exact(r["records"])), ("accepted", exact(r["accepted"])), ("refused", exact(r["refused"])),
        ("mode", say(lang, f"loads.mode_{r['mode']}")), ("effect", effect(r, lang)), ("digest", r["sha256"][:16]),
    ]  # fmt: skip
    cells = joined(html("<span>{} <b>{}</b></span>", _s(lang, name), str(text)) for name, text in named if text)
    return html('<div class="dk facts">{}</div>', cells)


def history(changes: pd.DataFrame, lang: str) -> Markup:
    """Withdrawn and restored: when, by whom, why."""
    lines = joined(html("<li>{}</li>", _change(c, lang)) for c in records(changes, UndoneRow))
    return html('<ul class="dk">{}</ul>', lines) if lines else Markup()


def _change(c: UndoneRow, lang: str) -> str:
    return say(lang, f"loads.was_{c['action']}", at=when(c["moment"]), by=c["by"], reason=c["reason"])


def since_table(loads: pd.DataFrame, pack: Pack, lang: str) -> DataTable:
    """One row per feed: files, and rows new, late, restated, withdrawn."""
    names = ("files", "new", "late", "restated", "gone", "renamed")
    columns = [TableColumn("feed", say(lang, "loads.feed"), width=150)]
    columns += [TableColumn(n, say(lang, f"loads.since_{n}"), "number", 80) for n in names]
    came = [(feed, loads.loc[loads["feed"] == feed.id]) for feed in pack.feeds.values()]
    rows = [
        {"feed": feed.name(lang), "files": len(of), **{n: int(of[n].sum()) for n in names[1:]}}
        for feed, of in came
        if len(of)
    ]
    return DataTable.of("", columns, rows, alt=say(lang, "loads.came", files=len(loads)))


def feed_name(pack: Pack, id: str, lang: str) -> str:
    return pack.feeds[id].name(lang) if id in pack.feeds else id


def when(moment: datetime | pd.Timestamp) -> str:
    return f"{moment:%m-%d %H:%M}"


def _s(lang: str, name: str) -> str:
    return say(lang, f"loads.{name}")
