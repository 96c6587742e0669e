"""What is said of an alert: its name in a few words, and what the board says of it at that moment."""

from collections.abc import Iterable
from datetime import date

from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.declare.alert import EdgeAlert
from data_pipeline.outlook.alerts import EDGE, LATE, Alert, edge_of
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import shown
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.sentence import lead
from data_pipeline.words import say
from data_pipeline.words.numbers import moment


def names(pack: Pack, of: Iterable[Alert], ops_day: date, lang: str) -> str:
    return say(lang, "forecast.several").join(name(pack, a, ops_day, lang) for a in of)


def name(pack: Pack, a: Alert, ops_day: date, lang: str) -> str:
    """Of what, since when, and of an edge which; one that eased says so, and one that is well again and still stands:
    else it would contradict the state shown beside it."""
    kind = f"edge_{a.row['direction']}" if a.kind == EDGE else a.kind
    facts = {"about": about(pack, a, lang), "since": moment(a.since, ops_day, lang), "edge": _edge(pack, a, lang)}
    text = say(lang, f"alert.name_{kind}", **facts)
    if a.turning is not None:
        return say(lang, "alert.name_turning", name=text, turning=moment(a.turning, ops_day, lang))
    if a.eased is None:
        return text
    return say(lang, "alert.eased", name=text, eased=moment(a.eased, ops_day, lang))


def about(pack: Pack, a: Alert, lang: str) -> str:
    """The line, feed or indicator, with its district where it is of one."""
    if a.kind == EDGE:
        own = pack.gauges[a.about].name(lang)
        return say(lang, "alert.placed", area=short(pack.area[a.area], lang), about=own) if a.area else own
    return pack.feeds[a.about].name(lang) if a.kind == LATE else pack.lines[a.about].short(lang)


def text(day: Day, a: Alert, lang: str) -> str:
    """Its name, and what the board says: of a line its sentence, of an indicator its newest figure."""
    own, turning = say(lang, "alert.said", name=name(day.pack, a, day.ops_day, lang)), ""
    if a.turning is not None:
        turning = say(lang, "alert.turning")
    if a.eased is not None or a.kind == LATE:
        return own + turning
    if a.kind == EDGE:
        return own + newest(day.pack, a, day.ops_day, lang) + turning
    return own + lead(day, day.pack.lines[a.about], lang) + turning


def newest(pack: Pack, a: Alert, ops_day: date, lang: str) -> str:
    """The figure of an indicator that stands beyond its edge, and of which report; "" of all else."""
    if a.kind != EDGE or a.eased is not None:
        return ""
    value = _value(pack, a, shown(a.row, pack.gauges[a.about].unit, lang), lang)
    return say(lang, "alert.figure", value=value, as_of=moment(a.row["as_of"], ops_day, lang))


def state(pack: Pack, a: Alert) -> str:
    """Of what it speaks: a pace that will miss, or an indicator beyond the edge of its rule; "" of a late feed."""
    if a.kind == LATE:
        return ""
    rule = rule_of(pack, a)
    return (Status.AT_RISK if rule and rule.edge != "red" else Status.WILL_MISS).name.lower()


def _edge(pack: Pack, a: Alert, lang: str) -> str:
    """The edge with its unit; nothing of an alert that has none."""
    rule = rule_of(pack, a)
    edge = edge_of(a.row, rule) if rule else None
    return "" if edge is None else _value(pack, a, f"{edge:,.10g}", lang)


def _value(pack: Pack, a: Alert, figure: str, lang: str) -> str:
    return say(lang, "alert.value", figure=figure, unit=pack.unit(pack.gauges[a.about].unit, lang))


def rule_of(pack: Pack, a: Alert) -> EdgeAlert | None:
    """The rule that raised it; None of what no edge did."""
    if a.kind != EDGE:
        return None
    level = "district" if a.area else "city"
    return next((e for e in pack.alerts.edge if (e.gauge, e.level) == (a.about, level)), None)
