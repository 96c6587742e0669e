"""How a line is judged, and the second mark, better or worse than at the last meeting."""

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from data_pipeline.words.quantity import percent


def judged_by(day: Day, line: Line | None, lang: str, *, record: bool = False) -> str:
    """By projection (`record`: with how often its band held), or by pace, and why. Nothing before the outlook is
    worked out."""
    row = day.city(line.id) if line else None
    if line is None or row is None or day.outlook is None or not row["open"]:
        return ""
    at = _slot(day, line, lang)
    if row.get("projected"):
        return at + say(lang, "outlook.by_projection") + (held(day, line.id, lang) if record else "")
    reasons = day.outlook.why_not(line.id, day.city_code)
    if not reasons:
        return ""
    why = say(lang, "forecast.several").join(say(lang, f"forecast_reason.{r}") for r in reasons)
    v = day.verdict(line.id)
    usual = say(lang, "outlook.usual") if v and v.usual else ""
    return at + say(lang, "outlook.by_pace", reasons=why) + usual


def _slot(day: Day, line: Line, lang: str) -> str:
    """At which report time it is judged, where a newer one is not in yet."""
    v = day.verdict(line.id)
    if v is None or v.slot is None or v.newest is None or v.slot >= v.newest:
        return ""
    slot, newest = (moment(t, day.ops_day, lang) for t in (v.slot, v.newest))
    return say(lang, "outlook.slot", slot=slot, newest=newest, spoke=v.spoke, of=v.of)


def held(day: Day, line: str, lang: str) -> str:
    """How often the line's band held on the days before."""
    own = day.outlook.past.by_line.get(day.outlook.part(line, day.city_code)) if day.outlook else None
    if own is None:
        return ""
    share = percent(lang, own["coverage"])
    return say(lang, "outlook.held", share=share, n=f"{int(own['open']):,}")
