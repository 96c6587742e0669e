"""What a projection says, in words. Every text begins with its as-of; the figures are those of the projection."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from data_pipeline.forecast.case import HORIZON
from data_pipeline.forecast.companion import Companion, Reach
from data_pipeline.forecast.tail import Tail
from data_pipeline.forecast.types import P90, City, Projection, State, shown
from data_pipeline.words import Unit, say
from data_pipeline.words.quantity import about, clocks, ends, exact, percent, span, vague

ENOUGH_MORE = 0.5  # items an hour: less is not worth asking for
LIKELY = 0.5  # a risk above this is told by what is left, not by when it clears
NOBODY = 0.05  # a risk below this is told as none


def projection(lang: str, p: Projection, line: str, unit: Unit) -> str:
    """The product's sentence: what is left, when it clears, at what risk, how many stay, what would close it."""
    if p.state is State.REFUSED:
        return refusal(lang, p, line)
    if p.state is State.CLEARED and not (p.p_miss or 0) > NOBODY:
        key = "cleared_but" if p.stays >= 1 and p.reported >= 1 else "cleared"
        return _say(
            lang, key, as_of=clock(lang, p, p.as_of), line=line, stays=about(lang, p.reported), unit=unit
        ).strip()
    parts = [_say(lang, "left", as_of=clock(lang, p, p.as_of), line=line, open=exact(p.reported), unit=unit)]
    parts += [_finish(lang, p, unit), _risk(lang, p, unit)]
    if p.stays >= 1:
        parts.append(_say(lang, "stays", stays=about(lang, p.stays), unit=unit))
    return "".join([*parts, more(lang, p, unit)]).strip()


def ahead(lang: str, p: Projection, unit: Unit) -> str:
    """The product's sentence in brief, for where the line, its as-of and what is left have been told already."""
    if p.state is State.REFUSED or not p.hours_left:
        return ""
    deadline = clock(lang, p, p.deadline)
    if (p.p_miss or 0.0) < NOBODY and p.p50 and p.p90:
        return _say(lang, "ahead_safe", deadline=deadline, **_times(lang, p)).strip()
    said = _ahead_finish(lang, p, deadline) + _left(lang, p, "ahead_left", unit=unit)
    return (said + _ahead_more(lang, p)).strip()


def brief(lang: str, p: Projection, unit: Unit) -> str:
    """One clause for a wall: the middle finish with its range, or what is left; and the risk by rule."""
    risk = shown(p.p_overdue or 0.0)
    facts = {"risk": percent(lang, risk), "deadline": clock(lang, p, p.deadline)}
    if p.p50 is None or p.p10 is None or risk > LIKELY:
        low, high = p.left_p50 or 0, p.left_p90 or 0
        left = span(lang, low, high, p.due, brief=True)
        if left is None:
            return _say(lang, "brief_unsaid", **facts)
        return _say(lang, "brief_left", left=left + unit, **facts)
    return _say(lang, "brief_finish" if p.p90 else "brief_open", **facts, **_times(lang, p))


def _ahead_finish(lang: str, p: Projection, deadline: str) -> str:
    """The middle finish and the risk; by rule too, where the two tests part."""
    strict, rule = shown(p.p_miss or 0.0), shown(p.p_overdue if p.p_overdue is not None else p.p_miss or 0.0)
    facts = {"deadline": deadline, "risk": percent(lang, strict)}
    risk = _say(lang, "ahead_sure" if strict == 1 else "ahead_risk", **facts)
    if abs(strict - rule) > NOBODY and p.cutoff:
        cutoff = clock(lang, p, p.cutoff)
        risk += _say(lang, "ahead_rule", cutoff=cutoff, risk=percent(lang, rule))
    if p.p50 is None or p.p10 is None:
        if strict == rule == 1:
            return _say(lang, "ahead_never_sure", deadline=deadline)
        return _say(lang, "ahead_never", risk=risk)
    return _say(lang, "ahead_finish" if p.p90 else "ahead_open", risk=risk, **_times(lang, p))


def _ahead_more(lang: str, p: Projection) -> str:
    middle, bad = p.more_needed() or 0.0, p.more_needed(P90) or 0.0
    if math.isinf(bad) or bad < ENOUGH_MORE:
        return _say(lang, "ahead_end")
    p50, p90 = ends(lang, middle, bad)
    key = "bad" if middle < ENOUGH_MORE else "middle" if p50 == p90 else "both"
    return _say(lang, f"ahead_more_{key}", p50=p50, p90=p90 if key == "both" else about(lang, bad))


def more(lang: str, p: Projection, unit: Unit) -> str:
    """How much more an hour closes the middle and the bad case; nothing where neither is open."""
    middle, bad = p.more_needed() or 0.0, p.more_needed(P90) or 0.0
    if math.isinf(bad) or bad < ENOUGH_MORE or (p.p_miss or 0.0) < NOBODY:
        return ""
    p50, p90 = ends(lang, middle, bad)
    key = "more_bad" if middle < ENOUGH_MORE else "more_middle" if p50 == p90 else "more"
    return _say(lang, key, p50=p50, p90=p90 if key == "more" else about(lang, bad), unit=unit)


def refusal(lang: str, p: Projection, line: str) -> str:
    """Why nothing is said, and the range from the fastest to the slowest slot, which is all there is."""
    reasons = say(lang, "forecast.several").join(say(lang, f"forecast_reason.{r}") for r in p.reasons)
    said = _say(lang, "refused", as_of=clock(lang, p, p.as_of), line=line, reasons=reasons)
    fastest, slowest = p.time(p.fastest), p.time(p.slowest)
    if not p.slots:
        return said.strip()
    if fastest is None:
        return (said + _say(lang, "range_none")).strip()
    first = clock(lang, p, fastest)
    if slowest is None:
        return (said + _say(lang, "range_open", fastest=first)).strip()
    return (said + _say(lang, "range", range=clocks(lang, first, clock(lang, p, slowest)))).strip()


def districts(lang: str, city: City, areas: Mapping[str, Projection], names: Mapping[str, str]) -> str:
    """How many areas clear in time, which is last and when, and which have no forecast. Nothing when refused."""
    if city.state is State.REFUSED or city.last is None:
        return ""
    last = areas[city.last]
    every = "city_all" if (city.p_miss or 0.0) < NOBODY else "city_each"
    key = "city_never" if last.p50 is None else every if city.clear == city.of else "city"
    time = clock(lang, city, last.p50) if last.p50 else ""
    said = _say(lang, key, of=city.of, clear=city.clear, area=names[last.area_code], time=time)
    if city.silent:
        silent = say(lang, "forecast.several").join(names[a] for a in city.silent)
        said += _say(lang, "city_silent", n=len(city.silent), areas=silent)
    return said.strip()


def tail(lang: str, t: Tail, of: Projection) -> str:
    """When 97 % and when all of it is done: the last 3 % are different work."""
    most, whole = of.time(t.most_p50), of.time(t.all_p50)
    said = {"as_of": clock(lang, of, of.as_of)}
    if most is None:
        return _say(lang, "tail_none", **said).strip()
    said["most"] = clock(lang, of, most)
    if whole is None:
        return _say(lang, "tail_open", **said).strip()
    return _say(lang, "tail", all=clock(lang, of, whole), **said).strip()


def companion(lang: str, c: Companion, area: str, line: str, unit: Unit) -> str:
    """Rate needed against best seen, and the last safe time where there is one."""
    facts = {n: about(lang, getattr(c, n)) for n in ("pace", "open")}
    facts["needed"], facts["best"] = ends(lang, c.needed, c.best)
    alike = c.reach is Reach.BEYOND and facts["needed"] == facts["best"]  # too near to one another to judge by
    key = Reach.RISE if alike else c.reach
    said = say(lang, f"companion.{key}", as_of=clock(lang, c, c.as_of), area=area, line=line, unit=unit, **facts)
    if c.reach is Reach.RISE and c.last_safe and c.rate_then:
        time = clock(lang, c, c.last_safe)
        said += say(lang, "companion.last_safe", time=time, rate=about(lang, c.rate_then), unit=unit)
    return said.strip()


def clock(lang: str, of: Projection | Companion, moment: datetime) -> str:
    """A moment as people say it on the operating day: 18:00, 24:00 for its end, 次日00:49 after it."""
    day = (of.deadline - timedelta(seconds=1)).date()
    midnight = datetime.combine(day, datetime.min.time()) + timedelta(days=1)
    moment = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    if moment == midnight:
        return say(lang, "forecast.today", time="24:00")
    days = (moment.date() - day).days
    key = "today" if days == 0 else "tomorrow" if days == 1 else "later"
    return _say(lang, key, time=f"{moment:%H:%M}", day=moment.day, month=moment.month)


def _finish(lang: str, p: Projection, unit: Unit) -> str:
    horizon = clock(lang, p, max(p.as_of, p.deadline) + timedelta(hours=HORIZON))
    if p.p50 is None or p.p10 is None:
        if p.p_miss == 1 and p.hours_left and p.rate_done and p.growth < ENOUGH_MORE:
            return ""  # that it misses the deadline is told next, and is all there is to tell
        if p.growth >= ENOUGH_MORE:
            return _say(lang, "never_growing", growth=about(lang, p.growth), unit=unit)
        return _say(lang, "never_part" if p.rate_done else "never", horizon=horizon)
    return _say(lang, "finish" if p.p90 else "finish_open", horizon=horizon, **_times(lang, p))


def _risk(lang: str, p: Projection, unit: Unit) -> str:
    """Risk of missing the deadline and what would be left, strictly and by rule."""
    deadline, risk = clock(lang, p, p.deadline), p.p_miss or 0.0
    if not p.hours_left:
        return _say(lang, "past", deadline=deadline)
    if risk < NOBODY:
        return _say(lang, "safe", deadline=deadline)
    key = "sure" if risk == 1 else "risk"
    said = _say(lang, key, deadline=deadline, risk=percent(lang, shown(risk)))
    return said + _left(lang, p, "left", deadline=deadline, unit=unit) + _by_rule(lang, p)


def _by_rule(lang: str, p: Projection) -> str:
    """The second test; said where work still arrives, so that the two tests can differ."""
    if p.rate_due <= 0 or p.p_overdue is None or not p.cutoff or p.cutoff >= p.deadline:
        return ""
    cutoff = clock(lang, p, p.cutoff)
    key = "overdue_sure" if p.p_overdue == 1 else "overdue"
    return _say(lang, key, cutoff=cutoff, risk=percent(lang, shown(p.p_overdue)))


def _left(lang: str, p: Projection, key: str, **facts: str) -> str:
    """What is left at the deadline: the middle and the bad case, one figure where they are told alike, or that nobody
    can say."""
    low, high = p.left_p50 or 0, p.left_p90 or 0
    p50, p90 = ends(lang, low, high)
    how = "_unsaid" if vague(low, high, p.due) else "_sure" if p50 == p90 else "_at"
    return _say(lang, key + how, p50=p50, p90=p90, **facts)


def _times(lang: str, p: Projection) -> dict[str, str]:
    """The middle finish, the earliest, and the range where there is one."""
    times = {n: clock(lang, p, t) for n, t in (("p10", p.p10), ("p50", p.p50), ("p90", p.p90)) if t}
    return times | ({"range": clocks(lang, times["p10"], times["p90"])} if "p90" in times else {})


def _say(lang: str, key: str, **facts: object) -> str:
    return say(lang, f"forecast.{key}", **facts)
