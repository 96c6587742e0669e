"""The five stages of a screening round, each with the hours of work waiting before it. People and tubes stay apart."""

from html import escape

from data_pipeline.words import say
from data_pipeline.words.numbers import count, known, percent
from pages.components.charts.funnel import Stage, bottleneck, hours_of, stages
from pages.components.marks import mark
from pages.components.text.phrases import unit
from pages.views.wall.seen import Seen, View


def funnel(seen: Seen) -> list[View]:
    """The whole city: a round is one round."""
    pack, lang = seen.day.pack, seen.lang
    of = stages(seen.day, seen.gauges, pack.operation.city_code)
    slow = bottleneck(of)
    title = say(lang, "wall.nothing")
    if slow:
        title = say(lang, "wall.funnel", stage=slow.line.short(lang), hours=hours_of(slow, lang))
    cells = "".join(_stage(seen, s, s is slow) for s in of)
    body = f'<div class="grid stages" style="--columns:{len(of) or 1}">{cells}</div>'
    return [View("funnel", title, body, feed=of[0].line.feed if of else "")]


def _stage(seen: Seen, s: Stage, slowest: bool) -> str:
    """What has passed with its unit, then what waits: two lines that a narrow column still holds."""
    lang, row = seen.lang, s.row
    rate = percent(row["rate"], 0) if row else "—"
    share = min(float(row["rate"]), 1) * 100 if row and known(row["rate"]) else 0
    done = count(row["done"], lang) + unit(s.line, seen.day.pack, lang) if row else "—"
    waits = say(lang, "wall.stage_hours", hours=hours_of(s, lang)) if s.hours is not None else "—"
    told = f'<span class="waits" data-fig>{escape(waits)}</span>{mark(s.state, lang) if s.work else ""}'
    return (
        f'<div class="stage {s.state if s.work else ""}{" slowest" if slowest else ""}" data-key="{s.line.id}">'
        f'<span class="name">{escape(s.line.short(lang))}</span><span class="figure" data-fig>{rate}<small>%</small>'
        f'</span><span class="column"><i style="height:{share:.1f}%"></i></span>'
        f'<span class="done" data-fig>{escape(done)}</span>{told}</div>'
    )
