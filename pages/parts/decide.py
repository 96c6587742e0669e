"""To decide now: the gaps that cost the city most, each with its cause, who holds it, a move and what that buys."""

from collections.abc import Sequence
from html import escape

from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.sentence import clock
from data_pipeline.forecast.types import shown
from data_pipeline.outlook.alerts import PACE, Alert
from data_pipeline.outlook.decide import Matter
from data_pipeline.quantity import about, span_or_unsaid
from data_pipeline.words import say
from pages.parts.day import Day
from pages.parts.numbers import moment
from pages.parts.phrases import short, unit

FIRST = 3  # on the command page; the outlook page has all
NOTICED = 5 / 60  # hours


def decide(day: Day, matters: Sequence[Matter], alerts: Sequence[Alert], lang: str) -> str:
    """One row for the command page; nothing where there is nothing to decide."""
    if not matters and not alerts:
        return ""
    if not matters:
        items = f'<p class="only">{escape(alert_text(day, alerts, lang))}</p>'
    else:
        items = "".join(_item(day, m, lang) for m in matters[:FIRST])
    bells = f'<p title="{escape(alert_text(day, alerts, lang))}">{_bells(alerts, lang)}</p>' if alerts else ""
    head = f'<div class="decide-head"><h2>{escape(say(lang, "decide.title"))}</h2>{bells}</div>'
    return f'<section class="decide" data-key="decide">{head}{items}</section>'


def _item(day: Day, m: Matter, lang: str) -> str:
    told = cause(day, m, lang)
    return (
        f'<button data-key="{m.line}-{m.area}" data-set="line={m.line}&amp;area={m.area}" title="{escape(told)}">'
        f"<b>{escape(gap(day, m, lang))}</b><span>{escape(move(day, m, lang))}</span>"
        f"<span>{escape(owner(day, m, lang))}</span></button>"
    )


def gap(day: Day, m: Matter, lang: str) -> str:
    """What will be left there at the deadline."""
    line = day.pack.lines[m.part]
    left = span_or_unsaid(lang, m.left, m.possibly, unit(line, day.pack, lang), brief=True)
    return say(
        lang, "decide.gap", area=short(day.pack.area[m.area], lang), line=line.short(lang), left=left,
        deadline=clock(lang, m.before, m.before.deadline),
    )  # fmt: skip


def move(day: Day, m: Matter, lang: str) -> str:
    """So many more an hour, and what that buys the whole city."""
    line = day.pack.lines[m.part]
    facts = {"more": about(lang, m.more), "unit": unit(line, day.pack, lang)}
    return say(lang, "decide.move", **facts) + buys(m, lang)


def buys(m: Matter, lang: str) -> str:
    before, after = m.before, m.after
    if before.p50 and after.p50 and m.gain_h >= NOTICED:
        return say(
            lang, "decide.buys_time", before=clock(lang, before, before.p50), after=clock(lang, after, after.p50)
        )
    was, now = shown(before.p_overdue or 0.0), shown(after.p_overdue or 0.0)
    if was > now:
        risks = {n: say(lang, "forecast.times", share=round(100 * r)) for n, r in (("before", was), ("after", now))}
        return say(lang, "decide.buys_risk", **risks)
    return say(
        lang, "decide.buys_left", before=about(lang, before.left_p50 or 0), after=about(lang, after.left_p50 or 0)
    )


def cause(day: Day, m: Matter, lang: str) -> str:
    """The pace against the best ever seen at these hours, and the last safe moment where there is one."""
    c, line = m.companion, day.pack.lines[m.part]
    if c is None:
        return ""
    facts = {n: about(lang, getattr(c, n)) for n in ("needed", "pace", "best")} | {"unit": unit(line, day.pack, lang)}
    said = say(lang, f"decide.cause_{c.reach}", **facts)
    if c.last_safe and c.rate_then:
        said += say(lang, "decide.last_safe", time=clock(lang, c, c.last_safe), rate=about(lang, c.rate_then))
    return said


def owner(day: Day, m: Matter, lang: str) -> str:
    """The district, and the unit that the line's target names as responsible for it in the city."""
    area, lead = day.pack.area[m.area].name(lang), responsible(day.pack, day.pack.lines[m.part], lang)
    return say(lang, "decide.owner" if lead else "decide.owner_area", area=area, lead=lead)


def responsible(pack: Pack, line: Line, lang: str) -> str:
    """Of the line's own item where its target has one, else of its metric; nothing where the pack names nobody."""
    of_metric = [t for t in pack.targets if t.metric == line.metric]
    first = next((t for t in of_metric if t.item in (line.item, "")), next(iter(of_metric), None))
    return "" if first is None else first.responsible_zh if lang == "zh" else first.responsible_en


def alert_text(day: Day, alerts: Sequence[Alert], lang: str) -> str:
    return say(lang, "forecast.several").join(alert_name(day, a, lang) for a in alerts)


def alert_name(day: Day, a: Alert, lang: str) -> str:
    of = day.pack.lines[a.about].short(lang) if a.kind == PACE else day.pack.feeds[a.about].name(lang)
    return say(lang, f"decide.alert_{a.kind}", about=of, since=moment(a.since, day.ops_day, lang))


def _bells(alerts: Sequence[Alert], lang: str) -> str:
    return escape(say(lang, "decide.alerts", n=len(alerts)))
