"""The five stages of a screening round, each with the hours of work waiting before it. People and tubes stay apart."""

from html import escape

from data_pipeline.declare import Line
from data_pipeline.words import say
from pages.parts.day import Row, records
from pages.parts.gauge import state_of
from pages.parts.marks import mark
from pages.parts.numbers import count, known, percent
from pages.parts.phrases import unit
from pages.parts.readings import figure
from pages.parts.wall.seen import Seen, View

STAGE, BACKLOG = "stage", "stage_hours"  # the queries whose lines and gauges are the stages


def funnel(seen: Seen) -> list[View]:
    """The whole city: a round is one round."""
    pack, lang = seen.day.pack, seen.lang
    rows = {str(r["line"]): r for r in records(seen.city)}
    backlog = {g.item: seen.gauges.at(g.id) for g in pack.gauges.values() if g.sql == BACKLOG}
    stages = [x for x in pack.lines.values() if x.sql == STAGE]
    waiting = [(x, b) for x in stages if (b := backlog.get(x.item)) and known(b["value"])]
    slow, most = max(waiting, key=lambda s: s[1]["value"], default=(None, None))
    title = say(lang, "wall.nothing")
    if slow and most:
        title = say(lang, "wall.funnel", stage=slow.short(lang), hours=_hours(most, lang))
    cells = "".join(_stage(seen, x, rows.get(x.id), backlog.get(x.item), x is slow) for x in stages)
    body = f'<div class="grid stages" style="--columns:{len(stages) or 1}">{cells}</div>'
    return [View("funnel", title, body, feed=stages[0].feed if stages else "")]


def _stage(seen: Seen, line: Line, row: Row | None, backlog: Row | None, slowest: bool) -> str:
    lang, state = seen.lang, state_of(backlog)
    rate = percent(row["rate"], 0) if row else "—"
    share = min(float(row["rate"]), 1) * 100 if row and known(row["rate"]) else 0
    done = count(row["done"], lang) if row else "—"
    waits = say(lang, "wall.stage_hours", hours=_hours(backlog, lang)) if backlog else "—"
    counted = unit(line, seen.day.pack, lang).strip()
    return (
        f'<div class="stage {state}{" slowest" if slowest else ""}" data-key="{line.id}"><span class="name">'
        f'{escape(line.short(lang))}</span><span class="figure" data-fig>{rate}<small>%</small></span>'
        f'<span class="column"><i style="height:{share:.1f}%"></i></span>'
        f'<span data-fig>{escape(done)}</span><span class="muted">{escape(counted)}</span>'
        f'<span class="waits" data-fig>{escape(waits)}</span>{mark(state, lang) if state else ""}</div>'
    )


def _hours(backlog: Row, lang: str) -> str:
    return figure(backlog["value"], BACKLOG, lang)
