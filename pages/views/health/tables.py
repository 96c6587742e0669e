"""The tables of the data health page: each feed in short, its files by district and slot, who sends, what does not
add up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from data_pipeline.core.records import records
from data_pipeline.declare import Feed
from data_pipeline.query.rows import SendersRow, SlotsRow, UnbalancedRow
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.numbers import exact, known, moment
from pages.components.data_table import DataTable, TableColumn
from pages.views.health.again import again_table, seconds_table
from pages.views.health.quality import (
    DUE,
    JUMPS,
    TOLD,
    WAITING,
    Health,
    Quality,
    counts,
    freshness,
    heads,
    lead,
    legend,
    notices,
    sign,
)


def health(q: Quality, lang: str) -> Health:
    jumps = tuple(j.sentence(lang) for j in q.jumps[:JUMPS])
    grids = tuple((feed.name(lang), grid(q, feed, lang)) for feed in q.feeds)
    return Health(
        lead(q, lang), notices(q, lang), q.damage[:WAITING], heads(q, lang), legend(lang), feeds_table(q, lang), grids,
        senders_table(q, lang), unbalanced_table(q, lang), again_table(q, lang), 
        seconds_table(q, lang) if q.pack.doubts.beside else None, jumps,
        say(lang, "jumped.note", count=len(q.jumps)),
    )  # fmt: skip


def feeds_table(q: Quality, lang: str) -> DataTable:
    """One row per feed: how old it is, and how many of its files are in each state."""
    columns = (
        TableColumn("feed", _s(lang, "feed"), width=220),
        TableColumn("age", _s(lang, "age"), "state", width=230),
        TableColumn("next", _s(lang, "next_slot"), width=110),
        *(TableColumn(s, f"{sign(s)} {_s(lang, s)}", "number", width=80) for s in DUE),
        TableColumn("complete", _s(lang, "complete"), "share", width=90),
    )
    return DataTable.of(_s(lang, "by_feed"), columns, [_feed(q, f, lang) for f in q.feeds], nothing=_s(lang, "nothing"))


def _feed(q: Quality, feed: Feed, lang: str) -> dict[str, object]:
    rows, day = q.of(feed), q.moment.ops_day
    last, word, state = freshness(rows, feed, q.moment.as_of)
    coming = min((r["slot_at"] for r in rows if r["slot_at"] > q.moment.as_of), default=None)
    n = counts(rows)
    text = say(lang, f"quality.{word}", clock=moment(last, day, lang) if last else "")
    return {
        "feed": feed.name(lang),
        "age": f"{GLYPHS[state]} {text}",
        "next": moment(coming, day, lang) if coming else "—",
        **{s: n[s] for s in DUE},
        "complete": _share(rows),
    }


def grid(q: Quality, feed: Feed, lang: str) -> DataTable:
    """One row per district, a column for each slot of the day; what stands there in words behind its glyph."""
    rows = q.of(feed)
    slots = sorted({r["slot_at"] for r in rows})
    at = {(str(r["area_code"]), r["slot_at"]): r for r in rows}
    columns = (
        TableColumn("area", _s(lang, "area"), width=95),
        TableColumn("complete", _s(lang, "complete"), "share", width=75),
        *(TableColumn(f"{s:%d%H%M}", _hour(s, q), "state") for s in slots),
    )
    named = []
    for area in q.pack.districts:
        cells = {s: at[area.code, s] for s in slots if (area.code, s) in at}
        states = {f"{s:%d%H%M}": cell(cells[s], q, lang) if s in cells else None for s in slots}
        named.append({"area": short(area, lang), "complete": _share(list(cells.values())), **states})
    alt = f"{feed.name(lang)}. {legend(lang)}"
    return DataTable.of("", columns, named, alt=alt)


def cell(r: SlotsRow, q: Quality, lang: str) -> str:
    """● 按时 14:12 +1: its state, when it came, and how often it was restated since."""
    state = str(r["state"])
    text = f"{sign(state)} {say(lang, f'quality.{state}')}"
    if state == "partial":
        text += f" {exact(r['reported'])}/{exact(r['expected'])}"
    elif state in TOLD:
        text += f" {moment(r['first_at'], q.moment.ops_day, lang)}"
    again = state in TOLD and known(r["loads"]) and r["loads"] > 1
    return f"{text} +{exact(r['loads'] - 1)}" if again else text


def _share(cells: Sequence[SlotsRow]) -> float | None:
    due = [r for r in cells if r["state"] in DUE]
    return sum(r["state"] in TOLD for r in due) / len(due) if due else None


def senders_table(q: Quality, lang: str) -> DataTable:
    """One row per sender and feed."""
    numbers = ("files", "withdrawn", "records", "corrections", "restated_rows", "raised", "lowered")
    columns = (
        TableColumn("sender", _s(lang, "sender"), width=130),
        TableColumn("feed", _s(lang, "feed"), width=170),
        TableColumn("complete", _s(lang, "complete"), width=70),
        *(TableColumn(n, _s(lang, f"col_{n}"), "number", width=85) for n in numbers),
        TableColumn("change", _s(lang, "col_change"), "share", width=100, hint=_s(lang, "change_hint")),
        TableColumn("refused_share", _s(lang, "refused_share"), "share", width=80),
        TableColumn("last_at", _s(lang, "last"), "moment", width=100),
    )
    due = {f.id: len({r["slot_at"] for r in q.of(f) if r["state"] in DUE}) for f in q.feeds}
    rows = [dict(r) | _named(r, due, q, lang) for r in records(q.senders, SendersRow)]
    title, note = _s(lang, "senders"), _s(lang, "senders_note")
    return DataTable.of(title, columns, rows, note=note, nothing=_s(lang, "no_senders"))


def _named(r: SendersRow, due: Mapping[str, int], q: Quality, lang: str) -> dict[str, object]:
    feed = q.pack.feeds.get(str(r["feed"]))
    slots = due.get(str(r["feed"]), 0)
    complete = f"{min(int(r['slots']), slots)}/{slots}" if slots else "—"
    return {"feed": feed.name(lang) if feed else str(r["feed"]), "complete": complete}


def unbalanced_table(q: Quality, lang: str) -> DataTable:
    """One row per line, district and slot whose ledger does not add up, the newest first."""
    columns = (
        TableColumn("line", _s(lang, "line"), width=170),
        TableColumn("area", _s(lang, "area"), width=100),
        TableColumn("as_of", _s(lang, "slot"), "moment", width=100),
        *(TableColumn(n, _s(lang, n), "number", width=90) for n in ("due", "done", "open", "gap")),
    )
    rows = [
        dict(r)
        | {"line": q.pack.lines[str(r["line"])].name(lang), "area": short(q.pack.area[str(r["area_code"])], lang)}
        for r in reversed(records(q.unbalanced, UnbalancedRow))
    ]
    title, note = _s(lang, "unbalanced"), _s(lang, "unbalanced_note")
    return DataTable.of(title, columns, rows, note=note, nothing=_s(lang, "all_balanced"))


def _hour(slot: datetime, q: Quality) -> str:
    return "24:00" if slot.date() > q.moment.ops_day else f"{slot:%H:%M}"


def _s(lang: str, name: str) -> str:
    return say(lang, f"quality.{name}")
