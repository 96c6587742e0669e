"""The five stages of a screening round, each with the hours of work waiting before it. People and tubes stay apart."""

from data_pipeline.sentences.phrases import unit
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.numbers import count, known, percent
from pages.components.charts.funnel import Stage, bottleneck, hours_of, stages
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.views.wall.seen import Judged, Seen, View


def funnel(seen: Seen) -> list[View]:
    """The whole city: a round is one round."""
    pack, lang = seen.day.pack, seen.lang
    of = stages(seen.day, seen.gauges, pack.operation.city_code)
    slow = bottleneck(of)
    title = say(lang, "wall.nothing")
    if slow:
        title = say(lang, "wall.funnel", stage=slow.line.short(lang), hours=hours_of(slow, lang))
    cells = joined(_stage(seen, s, s is slow) for s in of)
    body = html('<div class="grid stages" style="--columns:{}">{}</div>', len(of) or 1, cells)
    judged = {f"{s.line.id} stage": Judged(s.line.short(lang), s.state, word(s.state, lang)) for s in of if s.work}
    return [View("funnel", title, body, feed=of[0].line.feed if of else "", judged=judged)]


def _stage(seen: Seen, s: Stage, slowest: bool) -> Markup:
    """What has passed with its unit, then what waits: two lines that a narrow column still holds."""
    lang, row = seen.lang, s.row
    rate = percent(row["rate"], 0) if row else "—"
    share = min(float(row["rate"]), 1) * 100 if row and known(row["rate"]) else 0
    passed = count(row["done"], lang) if row else "—"
    done = passed + unit(s.line, seen.day.pack, lang).behind(passed) if row else passed
    waits = say(lang, "wall.stage_hours", hours=hours_of(s, lang)) if s.hours is not None else "—"
    foot = html('<span class="waits" data-fig>{}</span>{}', waits, mark(s.state, lang) if s.work else "")
    return html(
        '<div class="stage {state}{slowest}" data-key="{id}"><span class="name">{name}</span>'
        '<span class="figure" data-fig>{rate}<small>%</small></span><span class="column">'
        '<i style="height:{share}%"></i></span><span class="done" data-fig>{done}</span>{foot}</div>',
        state=s.state if s.work else "",
        slowest=" slowest" if slowest else "",
        id=s.line.id,
        name=s.line.short(lang),
        rate=rate,
        share=f"{share:.1f}",
        done=done,
        foot=foot,
    )
