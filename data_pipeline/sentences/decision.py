"""A matter to decide in parts, the same on the desk, on the outlook page and on a wall: gap, cause, what to do, what it
buys, whose it is."""

import math

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.decide import Matter, Order
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.sentences.left_over import DecisionText, left_over, responsible
from data_pipeline.sentences.phrases import say_or_any, short, unit
from data_pipeline.words import say, unit_word
from data_pipeline.words.numbers import moment
from data_pipeline.words.quantity import about, ends, exact, span

Decision = Matter | LeftOver


def decision_text(day: Day, m: Decision, lang: str) -> DecisionText:
    return _matter(day, m, lang) if isinstance(m, Matter) else left_over(day, m, lang)


def _matter(day: Day, m: Matter, lang: str) -> DecisionText:
    line = day.pack.lines[m.part]
    row = day.at(m.part, m.area)
    left = span(lang, m.left, m.possibly, float(row["due"]) if row else math.inf, brief=True)
    area, deadline = short(day.pack.area[m.area], lang), moment(m.deadline, day.ops_day, lang)
    return DecisionText(
        gap=say(
            lang,
            "decide.gap" if left else "decide.gap_unsaid",
            area=area,
            line=line.short(lang),
            left=left,
            unit=unit(line, day.pack, lang),
            deadline=deadline,
        ),
        cause=_stage(day, m, lang) + _cause(day, m, line, lang) + _last_safe(day, m, lang),
        what=_what(day, m, lang),
        buys=_buys(day, m, line, deadline, lang),
        who=owner(day, m, lang),
    )


def _stage(day: Day, m: Matter, lang: str) -> str:
    return say(lang, "decide.stage", stage=day.pack.lines[m.stage].name(lang)) if m.stage else ""


def _cause(day: Day, m: Matter, line: Line, lang: str) -> str:
    """What binds: beds that stand ready without staff, or so many units that do so much an hour each."""
    o = m.order
    if o.ready:
        counted, lacking = _counted(day, o, lang), o.ready.lacking
        facts = {"ready": exact(o.held), "lacking": exact(lacking), "unit": counted}
        return say(lang, "decide.cause_ready" if lacking else "decide.cause_idle", **facts)
    return say(
        lang, "decide.cause_means", means=say_or_any(lang, "means", o.gauge), held=exact(o.held),
        counted=_counted(day, o, lang), each=f"{o.each:.2g}" if o.each < 10 else about(lang, o.each),
        unit=unit(line, day.pack, lang),
    )  # fmt: skip


def _last_safe(day: Day, m: Matter, lang: str) -> str:
    """The last moment at which the best ever seen there would still do; an hour that may have passed is not told."""
    c = m.companion
    if c is None or c.last_safe is None or c.last_safe < m.by:
        return ""
    return say(lang, "decide.last_safe", time=moment(c.last_safe, day.ops_day, lang))


def _what(day: Day, m: Matter, lang: str) -> str:
    o, by = m.order, moment(m.by, day.ops_day, lang)
    facts = {"by": by, "counted": _counted(day, o, lang)}
    if o.ready:
        return say(lang, "decide.what_ready" if o.ready.lacking else "decide.what_open", n=exact(o.units), **facts)
    if not o.moves:
        return say(lang, "decide.what_city", n=exact(o.units), **facts)
    donors = [say(lang, "decide.donor", area=short(day.pack.area[v.source], lang), n=exact(v.amount)) for v in o.moves]
    rest = say(lang, "decide.and_city", n=exact(o.from_city), counted=facts["counted"]) if o.from_city else ""
    facts |= {"n": exact(o.units), "donors": say(lang, "forecast.several").join(donors), "rest": rest}
    return say(lang, "decide.what_moves", **facts)


def _counted(day: Day, o: Order, lang: str) -> str:
    """The word behind so many of the resource."""
    return unit_word(lang, day.pack.unit(day.pack.gauges[o.gauge].unit, lang))


def _buys(day: Day, m: Matter, line: Line, deadline: str, lang: str) -> str:
    """In one measure before and after."""
    b = m.bought
    if b.finish and b.before.finish and b.after.finish:
        before, after = (moment(o.finish, day.ops_day, lang) for o in (b.before, b.after))
        return say(lang, "decide.buys_time", before=before, after=after)
    after, before = ends(lang, b.after.left, b.before.left)
    return say(lang, "decide.buys_left", before=before, after=after, unit=unit(line, day.pack, lang), deadline=deadline)


def owner(day: Day, m: Matter, lang: str) -> str:
    """The district, and the unit that the line's target names as responsible for it in the city."""
    area, lead = day.pack.area[m.area].name(lang), responsible(day.pack, day.pack.lines[m.part], lang)
    return say(lang, "decide.owner" if lead else "decide.owner_area", area=area, lead=lead)
