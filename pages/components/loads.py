"""The records of loads, as HTML: who sent what, when, and what it did; press one to open it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.words import say
from data_pipeline.words.numbers import exact, known
from pages.model.day import records

Row = Mapping[str, Any]
EFFECTS = ("new_rows", "restated_rows", "unchanged_rows", "withdrawn_rows", "renamed_rows")


def records_table(rows: Sequence[Row], pack: Pack, chosen: int | None, lang: str) -> str:
    """Newest first, as given."""
    heads = (("load", ""), ("received", ""), ("feed", ""), ("file", ""), ("sender", ""), ("rows", "num"),
             ("effect", ""), ("state", ""))  # fmt: skip
    top = "".join(f'<th scope="col" class="{css}">{_s(lang, name)}</th>' for name, css in heads)
    body = "".join(_row(r, pack, r["load_id"] == chosen, lang) for r in rows)
    return f'<table class="load-records"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _row(r: Row, pack: Pack, here: bool, lang: str) -> str:
    css = " ".join(["here"] * here + ["gone"] * (state_of(r) in ("withdrawn", "declined")))
    number = f'<button data-set="load={r["load_id"]}" aria-pressed="{str(here).lower()}">{r["load_id"]}</button>'
    return (
        f'<tr class="{css}"><th scope="row">{number}</th><td>{when(r["received_at"])}</td>'
        f"<td>{escape(feed_name(pack, r['feed'], lang))}</td><td class='name'>{escape(r['file_name'])}</td>"
        f"<td>{escape(r['sender'])}</td><td class='num'>{exact(r['accepted'])}</td>"
        f"<td>{escape(effect(r, lang))}</td><td>{_s(lang, state_of(r))}</td></tr>"
    )


def state_of(r: Row) -> str:
    """stands, withdrawn, or where it waits for a second person, or was declined, that."""
    if r["visible"]:
        return "stands"
    return str(r["approval"]) if r["approval"] in ("waits", "declined") else "withdrawn"


def effect(r: Row, lang: str) -> str:
    """新增 120 · 更正 3: what was nothing is not told."""
    told = [f"{say(lang, f'loads.{name}')} {exact(r[name])}" for name in EFFECTS if known(r[name]) and r[name]]
    return " · ".join(told) or say(lang, "loads.no_effect")


def recent(rows: Sequence[Row], pack: Pack, lang: str) -> str:
    """What came last, in short."""
    names = ("load", "received", "feed", "file", "sender", "effect")
    top = "".join(f'<th scope="col">{_s(lang, name)}</th>' for name in names)
    cells = (
        (r["load_id"], when(r["received_at"]), feed_name(pack, r["feed"], lang), r["file_name"], r["sender"],
         effect(r, lang) if r["visible"] else say(lang, f"loads.{state_of(r)}"))
        for r in rows
    )  # fmt: skip
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(c))}</td>' for c in row)}</tr>" for row in cells)
    inner = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="dk scroll tall" tabindex="0"><table>{inner}</table></div>'


def facts(r: Row, pack: Pack, lang: str) -> str:
    """All that is known of one load."""
    told = [
        ("feed", feed_name(pack, r["feed"], lang)), ("file", r["file_name"]), ("sender", r["sender"]),
        ("received", when(r["received_at"])), ("sheet", r["sheet"] if known(r["sheet"]) else ""),
        ("records", exact(r["records"])), ("accepted", exact(r["accepted"])), ("refused", exact(r["refused"])),
        ("mode", say(lang, f"loads.mode_{r['mode']}")), ("effect", effect(r, lang)), ("digest", r["sha256"][:16]),
    ]  # fmt: skip
    cells = "".join(f"<span>{_s(lang, name)} <b>{escape(str(text))}</b></span>" for name, text in told if text)
    return f'<div class="dk facts">{cells}</div>'


def history(changes: pd.DataFrame, lang: str) -> str:
    """Withdrawn and restored: when, by whom, why."""
    lines = "".join(f"<li>{escape(_change(c, lang))}</li>" for c in records(changes))
    return f'<ul class="dk">{lines}</ul>' if lines else ""


def _change(c: Row, lang: str) -> str:
    return say(lang, f"loads.was_{c['action']}", at=when(c["moment"]), by=c["by"], reason=c["reason"])


def since_table(loads: pd.DataFrame, pack: Pack, lang: str) -> str:
    """By feed: files, and rows new, late, restated, withdrawn."""
    names = ("files", "new", "late", "restated", "gone", "renamed")
    top = "".join(f'<th scope="col" class="n">{_s(lang, f"since_{n}")}</th>' for n in names)
    body = ""
    for feed in pack.feeds.values():
        of_feed = loads.loc[loads["feed"] == feed.id]
        if len(of_feed):
            cells = [len(of_feed), *(int(of_feed[n].sum()) for n in names[1:])]
            body += f'<tr><th scope="row">{escape(feed.name(lang))}</th>' + "".join(
                f'<td class="n">{exact(n) if n else "·"}</td>' for n in cells
            ) + "</tr>"  # fmt: skip
    head = f'<thead><tr><th scope="col">{_s(lang, "feed")}</th>{top}</tr></thead>'
    return f'<div class="dk scroll" tabindex="0"><table class="since">{head}<tbody>{body}</tbody></table></div>'


def feed_name(pack: Pack, id: str, lang: str) -> str:
    return pack.feeds[id].name(lang) if id in pack.feeds else id


def when(moment: datetime | pd.Timestamp) -> str:
    return f"{moment:%m-%d %H:%M}"


def _s(lang: str, name: str) -> str:
    return escape(say(lang, f"loads.{name}"))
