"""The five stages of a screening round, each with the hours of work waiting before it. People and tubes stay apart."""

from html import escape

from data_pipeline.declare import Line
from data_pipeline.words import say
from pages.parts.day import NO_DATA, Row, records
from pages.parts.gauge import Reading, amount, readings
from pages.parts.marks import mark
from pages.parts.numbers import count, known, percent
from pages.parts.phrases import unit
from pages.parts.wall.seen import Seen, View

STAGE, BACKLOG = "stage", "stage_hours"  # the queries whose lines and gauges are the stages


def funnel(seen: Seen) -> list[View]:
    pack, lang = seen.day.pack, seen.lang
    rows = {str(r["line"]): r for r in records(seen.city)}
    hours = readings(seen.gauges, pack)
    backlog = {
        g.item: hours.get((g.id, seen.day.pack.operation.city_code))
        for g in pack.gauges.values()
        if g.sql == "stage_hours"
    }
    stages = [x for x in pack.lines.values() if x.sql == STAGE]
    told = [(x, rows.get(x.id), backlog.get(x.item)) for x in stages]
    known_of = [(x, b) for x, _, b in told if b and known(b.value)]
    title, most = say(lang, "wall.nothing"), None
    if known_of:
        slow, most = max(known_of, key=lambda s: s[1].value)
        title = say(lang, "wall.funnel", stage=slow.short(lang), hours=amount(most.value, lang))
    cells = "".join(_stage(seen, x, row, b, b is not None and b is most) for x, row, b in told)
    body = f'<div class="grid stages" style="--columns:{len(stages) or 1}">{cells}</div>'
    return [View("funnel", title, body, feed=stages[0].feed if stages else "")]


def _stage(seen: Seen, line: Line, row: Row | None, backlog: Reading | None, slowest: bool) -> str:
    lang = seen.lang
    state = (backlog.state if backlog else None) or NO_DATA
    rate = percent(row["rate"], 0) if row else "—"
    share = min(float(row["rate"]), 1) * 100 if row and known(row["rate"]) else 0
    done = count(row["done"], lang) if row else "—"
    waits = (
        say(lang, "wall.stage_hours", hours=amount(backlog.value, lang)) if backlog and known(backlog.value) else "—"
    )
    counted = unit(line, seen.day.pack, lang).strip()
    return (
        f'<div class="stage {state}{" slowest" if slowest else ""}" data-key="{line.id}"><span class="name">'
        f'{escape(line.short(lang))}</span><span class="figure" data-fig>{rate}<small>%</small></span>'
        f'<span class="column"><i style="height:{share:.1f}%"></i></span>'
        f'<span data-fig>{escape(done)}</span><span class="muted">{escape(counted)}</span>'
        f'<span class="waits" data-fig>{escape(waits)}</span>{mark(state, lang)}</div>'
    )
