"""To decide now: each matter in parts, the same on the desk, on the outlook page and on a wall."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from data_pipeline.declare import Line, Pack
from data_pipeline.outlook.alerts import PACE, Alert
from data_pipeline.outlook.decide import Matter, Order
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.publish.disclosure_control import counts_people
from data_pipeline.words import say, unit_word
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import age, count, known, moment
from data_pipeline.words.quantity import about, ends, exact, span
from pages.components.text.phrases import say_or_any, short, unit
from pages.model.day import IN_NEED, Day

FIRST = 3  # on the command page; the outlook page has all
NAMED = 3  # districts of those who were left
Decision = Matter | LeftOver


@dataclass(frozen=True)
class Told:
    """Where and how many; why; what to do, how many of it, from where and by when; what that buys; who."""

    gap: str
    cause: str
    what: str
    buys: str
    who: str


def decide(day: Day, matters: Sequence[Decision], alerts: Sequence[Alert], lang: str) -> str:
    """One row for the command page: the first matters, or that there are none."""
    if not matters and not alerts and day.outlook is None:
        return ""  # nobody knows yet
    if matters:
        none = f'<p class="none">{escape(say(lang, _none(day)))}</p>' if nothing(day, matters) else ""
        items = none + "".join(_item(day, m, lang) for m in matters[: FIRST - bool(none)])
    else:
        only = alert_text(day, alerts, lang) if alerts else say(lang, _none(day))
        items = f'<p class="only">{escape(only)}</p>'
    bells = f'<p title="{escape(alert_text(day, alerts, lang))}">{_bells(alerts, lang)}</p>' if alerts else ""
    head = f'<div class="decide-head"><h2>{escape(say(lang, "decide.title"))}</h2>{bells}</div>'
    return f'<section class="decide" data-key="decide">{head}{items}</section>'


def _none(day: Day) -> str:
    """Who sees some districts only is not told that nothing is to be decided in the others."""
    return "sight.no_matters" if day.parted else "decide.none"


def nothing(day: Day, matters: Sequence[Decision]) -> bool:
    """Whether nothing can be moved that would still change something; once all is past its deadline nobody asks."""
    if day.outlook is None or any(isinstance(m, Matter) for m in matters):
        return False
    rows = [r for x in day.lines("headline") if (r := day.city(x.id)) and r["state"] in IN_NEED]
    late = any(known(r["deadline_at"]) and r["deadline_at"] > (day.now or day.asked) for r in rows)
    return late or not matters


def _item(day: Day, m: Decision, lang: str) -> str:
    t = told(day, m, lang)
    sets = f"line={m.line}" + (f"&amp;area={m.area}" if isinstance(m, Matter) else "")
    whole = " ".join(x.strip() for x in (t.gap, t.cause, t.what, t.buys, t.who) if x)
    parts = {"cause": t.cause, "what": t.what, "buys": t.buys, "who": t.who}
    lines = "".join(f'<span class="{name}">{escape(x)}</span>' for name, x in parts.items() if x)
    return (
        f'<button data-key="{key(m)}" data-set="{sets}" title="{escape(whole)}"><b>{escape(t.gap)}</b>{lines}</button>'
    )


def key(m: Decision) -> str:
    return f"{m.line}-{m.area}" if isinstance(m, Matter) else m.line


def told(day: Day, m: Decision, lang: str) -> Told:
    return _told(day, m, lang) if isinstance(m, Matter) else _left_over(day, m, lang)


def _told(day: Day, m: Matter, lang: str) -> Told:
    line = day.pack.lines[m.part]
    row = day.at(m.part, m.area)
    left = span(lang, m.left, m.possibly, float(row["due"]) if row else math.inf, brief=True)
    area, deadline = short(day.pack.area[m.area], lang), moment(m.deadline, day.ops_day, lang)
    return Told(
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


def moves_told(day: Day, line: Line, matters: Sequence[Decision], lang: str) -> str:
    """The moves between districts that speed up one line: those that are to be decided, and no others."""
    own = [m for m in matters if isinstance(m, Matter) and m.line == line.id and m.order.moves]
    if not own:
        return say(lang, "sight.no_moves") if day.parted else say(lang, "outlook.no_moves", line=line.short(lang))
    parts = [told(day, m, lang) for m in own]
    return "".join(say(lang, "decide.move", gap=t.gap, what=t.what, buys=t.buys) for t in parts).strip()


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
    return unit_word(lang, day.pack.term("unit", day.pack.gauges[o.gauge].unit, lang))


def _buys(day: Day, m: Matter, line: Line, deadline: str, lang: str) -> str:
    """In one measure before and after."""
    b = m.bought
    if b.finish and b.before.finish and b.after.finish:
        before, after = (moment(o.finish, day.ops_day, lang) for o in (b.before, b.after))
        return say(lang, "decide.buys_time", before=before, after=after)
    after, before = ends(lang, b.after.left, b.before.left)
    return say(
        lang, "decide.buys_left", before=before, after=after, unit=unit(line, day.pack, lang), deadline=deadline
    )  # fmt: skip


def _left_over(day: Day, m: LeftOver, lang: str) -> Told:
    """After the deadline: who is left, who looks after them, what is due in the morning."""
    line = day.pack.lines[m.part]
    counted = unit(line, day.pack, lang)
    named = [say(lang, "decide.donor", area=_place(day, a, lang), n=count(n, lang, m.left)) for a, n in m.areas[:NAMED]]
    facts = {
        "line": line.short(lang), "left": count(m.left, lang) + counted, "due": moment(m.due, day.ops_day, lang),
        "as_of": moment(m.as_of, day.ops_day, lang), "deadline": moment(m.deadline, day.ops_day, lang),
        "partly": _partly(day, m, lang),
    }  # fmt: skip
    gone = "_now" if day.now and m.due <= day.now else ""  # the morning's hour has struck
    districts = sum(bool(a) for a, _ in m.areas)
    more = districts - sum(bool(a) for a, _ in m.areas[:NAMED])
    areas = say(lang, "forecast.several").join(named)
    areas += say(lang, "decide.more_areas", all=districts, rest=more) if more > 0 else ""
    return Told(
        gap=say(lang, "decide.left", **facts),
        cause=say(lang, "decide.left_areas", areas=areas) + _oldest(m, lang),
        what=_due(m, lang, facts["due"], counted, gone),
        buys=say(lang, f"decide.left_do{'' if _are_people(day, line) else '_items'}{gone}", **facts),
        who=_lead(day, line, lang),
    )


def _partly(day: Day, m: LeftOver, lang: str) -> str:
    """Of a report that is not all in: what the silent districts said before is among those left."""
    v = day.verdict(m.part)
    if v is None or v.newest != m.as_of or not 0 < v.spoke < v.of:
        return ""
    return say(lang, "decide.partly", spoke=v.spoke, of=v.of)


def _are_people(day: Day, line: Line) -> bool:
    """What is left of the line are people to be looked after, not needs to be settled."""
    return counts_people(day.pack, line) and line.unit != "issue"


def _place(day: Day, area: str, lang: str) -> str:
    return short(day.pack.area[area], lang) if area else say(lang, "decide.no_area")


def _oldest(m: LeftOver, lang: str) -> str:
    return say(lang, "decide.left_oldest", age=age(m.oldest_h, lang)) if m.oldest_h else ""


def _due(m: LeftOver, lang: str, due: str, counted: str, gone: str) -> str:
    """By rule: what is overdue, and what is due only in the morning, or was."""
    if m.overdue is None:
        return ""
    rest = m.due_next
    key = "left_due" if m.overdue and rest else "left_overdue" if m.overdue else "left_next"
    overdue, next_ = (count(x, lang) + counted for x in (m.overdue, rest))
    return say(lang, f"decide.{key}{gone if rest else ''}", overdue=overdue, rest=next_, due=due)


def owner(day: Day, m: Matter, lang: str) -> str:
    """The district, and the unit that the line's target names as responsible for it in the city."""
    area, lead = day.pack.area[m.area].name(lang), responsible(day.pack, day.pack.lines[m.part], lang)
    return say(lang, "decide.owner" if lead else "decide.owner_area", area=area, lead=lead)


def _lead(day: Day, line: Line, lang: str) -> str:
    lead = responsible(day.pack, line, lang)
    return say(lang, "decide.lead", lead=lead) if lead else ""


def responsible(pack: Pack, line: Line, lang: str) -> str:
    """Of the line's own item where its target has one, else of its metric; nothing where the pack names nobody."""
    of_metric = [t for t in pack.targets if t.metric == line.metric]
    first = next((t for t in of_metric if t.item in (line.item, "")), next(iter(of_metric), None))
    return "" if first is None else declared(first, "responsible", lang)


def alert_text(day: Day, alerts: Sequence[Alert], lang: str) -> str:
    return say(lang, "forecast.several").join(alert_name(day, a, lang) for a in alerts)


def alert_name(day: Day, a: Alert, lang: str) -> str:
    of = day.pack.lines[a.about].short(lang) if a.kind == PACE else day.pack.feeds[a.about].name(lang)
    return say(lang, f"decide.alert_{a.kind}", about=of, since=moment(a.since, day.ops_day, lang))


def _bells(alerts: Sequence[Alert], lang: str) -> str:
    return escape(say(lang, "decide.alerts", n=len(alerts)))
