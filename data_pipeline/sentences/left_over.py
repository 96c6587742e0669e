"""After a deadline: who is left, who looks after them, what is overdue by rule and what is due in the morning."""

from dataclasses import dataclass

from data_pipeline.declare import Line, Pack
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.publish.disclosure_control import counts_people
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.words import say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import age, count, moment

NAMED = 3  # districts of those who were left


@dataclass(frozen=True)
class DecisionText:
    """Where and how many; why; what to do, how many of it, from where and by when; what that buys; who."""

    gap: str
    cause: str
    what: str
    buys: str
    who: str


def left_over(day: Day, m: LeftOver, lang: str) -> DecisionText:
    """After the deadline: who is left, who looks after them, what is due in the morning."""
    line = day.pack.lines[m.part]
    counted = unit(line, day.pack, lang)
    named = [say(lang, "decide.donor", area=_place(day, a, lang), n=count(n, lang, m.left)) for a, n in m.areas[:NAMED]]
    facts = {
        "line": line.short(lang),
        "left": count(m.left, lang) + counted,
        "due": moment(m.due, day.ops_day, lang),
        "as_of": moment(m.as_of, day.ops_day, lang),
        "deadline": moment(m.deadline, day.ops_day, lang),
        "partly": _partly(day, m, lang),
    }
    gone = "_now" if day.now and m.due <= day.now else ""  # the morning's hour has struck
    districts = sum(bool(a) for a, _ in m.areas)
    more = districts - sum(bool(a) for a, _ in m.areas[:NAMED])
    areas = say(lang, "forecast.several").join(named)
    areas += say(lang, "decide.more_areas", all=districts, rest=more) if more > 0 else ""
    return DecisionText(
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


def _lead(day: Day, line: Line, lang: str) -> str:
    lead = responsible(day.pack, line, lang)
    return say(lang, "decide.lead", lead=lead) if lead else ""


def responsible(pack: Pack, line: Line, lang: str) -> str:
    """Of the line's own item where its target has one, else of its metric; nothing where the pack names nobody."""
    of_metric = [t for t in pack.targets if t.metric == line.metric]
    first = next((t for t in of_metric if t.item in (line.item, "")), next(iter(of_metric), None))
    return "" if first is None else declared(first, "responsible", lang)
