"""The stages that work goes through one after the other, each with the hours of work that wait before it: those of a
screening round, or an operation's own. What is counted in different units stays apart."""

from collections.abc import Sequence

from data_pipeline.judge.judged import JudgedRow
from data_pipeline.sentences.phrases import unit
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.numbers import count, known, percent
from pages.components.charts.funnel import Stage, bottleneck, hours_of, stages
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.views.wall.room import parts
from pages.views.wall.seen import Judged, Seen, View

WIDE = 8.0  # em that a stage takes with its name and what waits before it


def funnel(seen: Seen) -> list[View]:
    """The whole city: a round is one round. As many to a view as there is room for."""
    of, lang = stages(seen.day, seen.gauges, seen.day.pack.operation.city_code), seen.lang
    if not of:
        return []
    slow = bottleneck(of)
    columns, per_view = seen.room.grid(len(of), WIDE, seen.room.high)
    views = []
    for n, some in enumerate(parts(of, per_view)):
        cells = joined(_stage(seen, s, s is slow) for s in some)
        body = html('<div class="grid stages" style="--columns:{}">{}</div>', columns, cells)
        judged = {f"{s.line.id} stage": _judged(s, lang) for s in some if s.judged}
        views.append(View(f"funnel{n or ''}", _title(seen, of, slow), body, feed=some[0].line.feed, judged=judged))
    return views


def _judged(s: Stage, lang: str) -> Judged:
    return Judged(s.line.short(lang), s.state, word(s.state, lang, _row_of(s)))


def _title(seen: Seen, of: Sequence[Stage], slow: Stage | None) -> str:
    """The bottleneck by hours of work; where no pace is known, the stage that holds most, if all count in one unit."""
    lang, own = seen.lang, any(s.gauge is None for s in of)
    if slow:
        key = "wall.stages_hours" if own else "wall.funnel"
        return say(lang, key, stage=slow.line.short(lang), hours=hours_of(slow, lang))
    held = [s for s in of if s.row and known(s.row["open"])]
    if not own or not held:
        return say(lang, "wall.nothing")
    most = max(held, key=lambda s: float(s.row["open"]) if s.row else 0)
    if not most.row or not most.row["open"]:
        return say(lang, "wall.stages_done")
    if len({s.line.unit for s in of}) > 1:
        return say(lang, "wall.stages")
    return say(lang, "wall.stages_left", stage=most.line.short(lang), left=_counted(seen, most, most.row["open"]))


def _counted(seen: Seen, s: Stage, value: float) -> str:
    counted = count(value, seen.lang)
    return counted + unit(s.line, seen.day.pack, seen.lang).behind(counted)


def _stage(seen: Seen, s: Stage, slowest: bool) -> Markup:
    """What has passed with its unit, then what waits: two lines that a narrow column still holds."""
    lang, row = seen.lang, s.row
    rate = percent(row["rate"], 0) if row else "—"
    share = min(float(row["rate"]), 1) * 100 if row and known(row["rate"]) else 0
    done = _counted(seen, s, row["done"]) if row else "—"
    foot = html(
        '<span class="waits" data-fig>{}</span>{}', _waits(seen, s), mark(s.state, lang, _row_of(s)) if s.judged else ""
    )
    return html(
        '<div class="stage {state}{slowest}" data-key="{id}"><span class="name">{name}</span>'
        '<span class="figure" data-fig>{rate}<small>%</small></span><span class="column">'
        '<i style="height:{share}%"></i></span><span class="done" data-fig>{done}</span>{foot}</div>',
        state=s.state if s.judged else "",
        slowest=" slowest" if slowest else "",
        id=s.line.id,
        name=s.line.short(lang),
        rate=rate,
        share=f"{share:.1f}",
        done=done,
        foot=foot,
    )


def _waits(seen: Seen, s: Stage) -> str:
    if s.hours is not None:
        return say(seen.lang, "wall.stage_hours", hours=hours_of(s, seen.lang))
    if s.gauge is None and s.row and known(s.row["open"]):
        return say(seen.lang, "wall.still_left", left=_counted(seen, s, s.row["open"]))
    return "—"


def _row_of(s: Stage) -> JudgedRow | None:
    """Of a stage that is judged as a line of work, not by its hours."""
    return s.row if s.gauge is None else None
