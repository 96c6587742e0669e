"""The data health page: which file came when, who sends what and how good it is, which ledgers do not add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import pandas as pd

from data_pipeline.channels.inbox import Waiting
from data_pipeline.core.clock import AsOf
from data_pipeline.core.clock_jumps import Jump
from data_pipeline.declare import Feed, Pack
from data_pipeline.declare.feed import AGES
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known, moment, percent
from pages.components.marks import GLYPHS
from pages.components.panel import Drawn, panel
from pages.components.text.phrases import short
from pages.model.day import Row, records

STATES = ("on_time", "late", "partial", "missing", "awaited", "ahead")
TOLD = ("on_time", "late", "partial")
DUE = (*TOLD, "missing")
SHAPE = {"on_time": "on_track", "late": "at_risk", "partial": "at_risk", "missing": "unknown"}
AGED = {"withheld": "unknown", "stale": "unknown", "ageing": "at_risk"}
LISTED, JUMPS, WAITING = 60, 6, 5


@dataclass(frozen=True)
class Quality:
    """`slots`, `senders`, `unbalanced`: rows of the page queries of these names."""

    slots: pd.DataFrame
    senders: pd.DataFrame
    unbalanced: pd.DataFrame
    pack: Pack
    moment: AsOf
    jumps: Sequence[Jump] = ()  # of the ledger's clock, the latest first
    waiting: tuple[Waiting, ...] = ()  # files of the inbox that could not be taken for now
    unapproved: int = 0  # what was sent and waits for a second person
    damage: tuple[str, ...] = ()  # what is known to be wrong with the store, a sentence each

    def of(self, feed: Feed) -> list[Row]:
        return [r for r in records(self.slots) if r["feed"] == feed.id]

    @property
    def feeds(self) -> list[Feed]:
        there = set(self.slots["feed"])
        return [f for f in self.pack.feeds.values() if f.id in there]


def quality(q: Quality, lang: str) -> Drawn:
    grids = "".join(_grid(q, feed, lang) for feed in q.feeds)
    low = f'<div class="quality-low">{_senders(q, lang)}{_unbalanced(q, lang)}{_jumps(q, lang)}</div>'
    body = f'{_lead(q, lang)}{_legend(lang)}<div class="quality-grids">{grids}</div>{low}'
    return Drawn(f'<div class="quality" data-key="quality">{body}</div>')


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many district files are in each state."""
    found: dict[str, int] = dict.fromkeys(STATES, 0)
    for r in rows:
        found[str(r["state"])] += 1
    return found


def freshness(rows: Sequence[Row], feed: Feed, at: datetime) -> tuple[datetime | None, str, str]:
    """(newest slot told, the word of its age, the state it is drawn in); domain: 1.5, 3 and 6 times the cadence."""
    last = max((r["slot_at"] for r in rows if r["state"] in TOLD), default=None)
    if last is None:
        return None, "nothing", "unknown"
    age = (at - last).total_seconds() / 60 / feed.cadence_min
    return next(((last, word, AGED[word]) for word, times in AGES.items() if age >= times), (last, "fresh", "on_track"))


def _lead(q: Quality, lang: str) -> str:
    n = counts(records(q.slots))
    due = sum(n[s] for s in DUE)
    clock = moment(q.moment.as_of, q.moment.ops_day, lang)
    if not due or not sum(n[s] for s in TOLD):
        told = say(lang, "quality.lead_none", clock=clock)
    else:
        told = say(lang, "quality.lead", clock=clock, due=due, on_time=n["on_time"], late=n["late"],
                   partial=n["partial"], missing=n["missing"])  # fmt: skip
    more = say(lang, "quality.lead_balance", count=len(q.unbalanced)) if len(q.unbalanced) else ""
    waits = "".join(f"<p>{escape(_waits(w, lang))}</p>" for w in q.waiting[:WAITING])
    waits += f"<p>{escape(say(lang, 'waiting.told', count=q.unapproved))}</p>" if q.unapproved else ""
    waits += "".join(f'<p class="damage">{GLYPHS["will_miss"]} {escape(told)}</p>' for told in q.damage[:WAITING])
    return (
        f'<section class="lead" data-key="lead"><div class="told"><h1 data-fig>{escape(told)}</h1>'
        f"<p>{escape(more)}</p>{waits}</div></section>"
    )


def _waits(w: Waiting, lang: str) -> str:
    facts = {"file": w.file, "why": say(lang, f"inbox.{w.code}"), "tries": w.tries, "at": f"{w.at:%H:%M}"}
    return say(lang, "quality.waits", **facts)


def _legend(lang: str) -> str:
    marks = "".join(f'<span class="q {s}"><i>{_sign(s)}</i>{_s(lang, s)}</span>' for s in STATES)
    return f'<div class="quality-legend" data-key="legend">{marks}</div>'


def _grid(q: Quality, feed: Feed, lang: str) -> str:
    rows = q.of(feed)
    slots = sorted({r["slot_at"] for r in rows})
    at = {(str(r["area_code"]), r["slot_at"]): r for r in rows}
    heads = "".join(f'<th scope="col">{_hour(s, q)}</th>' for s in slots)
    body = ""
    for area in q.pack.districts:
        cells = [at[area.code, s] for s in slots if (area.code, s) in at]
        told = "".join(_cell(r, q, lang) for r in cells)
        body += f'<tr data-key="{area.code}"><th scope="row">{escape(short(area, lang))}</th>{told}{_share(cells)}</tr>'
    first, last = f'<th scope="col">{_s(lang, "area")}</th>', f'<th scope="col" class="sum">{_s(lang, "complete")}</th>'
    table = f'<table class="quality-grid"><thead><tr>{first}{heads}{last}</tr></thead><tbody>{body}</tbody></table>'
    return panel(f"grid-{feed.id}", feed.name(lang), table, note=_note(q, feed, rows, slots, lang))


def _note(q: Quality, feed: Feed, rows: Sequence[Row], slots: Sequence[datetime], lang: str) -> str:
    last, word, _ = freshness(rows, feed, q.moment.as_of)
    coming = next((s for s in slots if s > q.moment.as_of), None)
    day = q.moment.ops_day
    told = [say(lang, f"quality.{word}", clock=moment(last, day, lang) if last else "")]
    if coming:
        told.append(say(lang, "quality.next", clock=moment(coming, day, lang)))
    return " · ".join(told)


def _cell(r: Row, q: Quality, lang: str) -> str:
    state = str(r["state"])
    facts = {"slot": moment(r["slot_at"], q.moment.ops_day, lang), "reported": exact(r["reported"]),
             "expected": exact(r["expected"]), "came": moment(r["first_at"], q.moment.ops_day, lang)}  # fmt: skip
    told = say(lang, f"quality.cell_{state}", **facts)
    if known(r["loads"]) and r["loads"] > 1 and state in TOLD:
        told += say(lang, "quality.cell_again", count=exact(r["loads"] - 1))
    again = " again" if known(r["loads"]) and r["loads"] > 1 else ""
    return f'<td class="q {state}{again}" title="{escape(told)}"><i aria-label="{escape(told)}">{_sign(state)}</i></td>'


def _share(cells: Sequence[Row]) -> str:
    due = [r for r in cells if r["state"] in DUE]
    share = percent(sum(r["state"] in TOLD for r in due) / len(due), 0) + "%" if due else "—"
    return f'<td class="sum" data-fig>{share}</td>'


def _senders(q: Quality, lang: str) -> str:
    due = {f.id: len({r["slot_at"] for r in q.of(f) if r["state"] in DUE}) for f in q.feeds}
    body = "".join(_sender(r, due, q, lang) for r in records(q.senders))
    names = ("sender", "feed", "files", "complete", "rows", "refused_share", "corrections", "direction", "last")
    heads = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in names)
    table = f'<table class="plain quality-senders"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    inside = table if body else f'<p class="nothing">{_s(lang, "no_senders")}</p>'
    return panel("senders", say(lang, "quality.senders"), inside, note=say(lang, "quality.senders_note"))


def _sender(r: Row, due: Mapping[str, int], q: Quality, lang: str) -> str:
    feed = q.pack.feeds.get(str(r["feed"]))
    slots = due.get(str(r["feed"]), 0)
    complete = f"{min(int(r['slots']), slots)}/{slots}" if slots else "—"
    cells = (
        feed.name(lang) if feed else str(r["feed"]), _files(r, lang), complete, count(r["records"], lang),
        f"{percent(r['refused_share'])}%" if known(r["refused_share"]) else "—", _corrections(r, lang),
        _direction(r, lang), moment(r["last_at"], q.moment.ops_day, lang),
    )  # fmt: skip
    told = "".join(f"<td data-fig>{escape(c)}</td>" for c in cells)
    return f'<tr><th scope="row">{escape(str(r["sender"]))}</th>{told}</tr>'


def _files(r: Row, lang: str) -> str:
    gone = say(lang, "quality.withdrawn", count=exact(r["withdrawn"])) if r["withdrawn"] else ""
    return exact(r["files"]) + gone


def _corrections(r: Row, lang: str) -> str:
    if not r["corrections"]:
        return "—"
    return say(lang, "quality.corrected", files=exact(r["corrections"]), rows=exact(r["restated_rows"]))


def _direction(r: Row, lang: str) -> str:
    if not known(r["raised"]) or not (r["raised"] or r["lowered"]):
        return "—"
    size = say(lang, "quality.size", share=percent(r["change"])) if known(r["change"]) else ""
    return say(lang, "quality.moved", raised=exact(r["raised"]), lowered=exact(r["lowered"])) + size


def _unbalanced(q: Quality, lang: str) -> str:
    rows = records(q.unbalanced)[-LISTED:]
    body = ""
    for r in reversed(rows):
        line, area = q.pack.lines[str(r["line"])], q.pack.area[str(r["area_code"])]
        cells = (short(area, lang), moment(r["as_of"], q.moment.ops_day, lang), count(r["due"], lang),
                 count(r["done"], lang), count(r["open"], lang), f"{int(r['gap']):+,}")  # fmt: skip
        told = "".join(f"<td data-fig>{escape(c)}</td>" for c in cells)
        body += f'<tr><th scope="row">{escape(line.name(lang))}</th>{told}</tr>'
    names = ("line", "area", "slot", "due", "done", "open", "gap")
    heads = "".join(f'<th scope="col">{_s(lang, n)}</th>' for n in names)
    table = f'<table class="plain"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    inside = table if body else f'<p class="nothing">{_s(lang, "all_balanced")}</p>'
    return panel("unbalanced", say(lang, "quality.unbalanced"), inside, note=say(lang, "quality.unbalanced_note"))


def _jumps(q: Quality, lang: str) -> str:
    """Where the ledger's clock jumped; nothing where it never did."""
    if not q.jumps:
        return ""
    told = "".join(f"<li>{escape(j.sentence(lang))}</li>" for j in q.jumps[:JUMPS])
    note = say(lang, "jumped.note", count=len(q.jumps))
    return panel("jumps", say(lang, "jumped.title"), f'<ul class="plain">{told}</ul>', note=note)


def _hour(slot: datetime, q: Quality) -> str:
    return "24" if slot.date() > q.moment.ops_day else f"{slot:%H}"


def _sign(state: str) -> str:
    return {"partial": "◐", "ahead": "·", "awaited": "…"}.get(state) or GLYPHS[SHAPE[state]]


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"quality.{name}", **facts))
