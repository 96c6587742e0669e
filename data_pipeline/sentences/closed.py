"""A day that is closed: who and what was left overnight (M02), how much of it is overdue by rule, and is that final?"""

import pandas as pd

from data_pipeline.core.status import to_do
from data_pipeline.core.stretch import Stretch
from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.heard import Heard, heard
from data_pipeline.sentences.phrases import say_or_any, unit_of
from data_pipeline.words import say
from data_pipeline.words.numbers import count, known, moment
from data_pipeline.words.numbers import day as day_name


def speaks_of(day: Day, row: JudgedRow | None) -> bool:
    """Is this line told as closed? A round whose own deadline is still to come runs on through the night."""
    return row is not None and day.is_over and day.is_past(row)


def overdue(row: JudgedRow) -> int | None:
    """Of what is open, how much was due by the deadline; the rest came after the notice hour. None: not known."""
    return min(int(row["overdue"]), int(row["open"])) if known(row["overdue"]) else None


def sentence(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    part = day.pack.lines.get(str(row["part"]), line)
    facts = {
        "day": day_name(day.ops_day, lang), "as_of": moment(row["as_of"], day.ops_day, lang), "line": part.short(lang),
        "due_verb": say_or_any(lang, "due_verb", line.id), "done_verb": say_or_any(lang, "done_verb", line.id),
        "due": count(row["due"], lang), "done": count(row["done"], lang, row["due"]),
        "left": count(row["open"], lang, row["due"]), "unit": unit_of(row, line, day.pack, lang),
    }  # fmt: skip
    text = say(lang, "closed.lead" if row["open"] else "closed.lead_clear", **facts)
    return text + by_rule(row, line, day, lang) if row["open"] else text


def by_rule(row: JudgedRow, line: Line, day: Day, lang: str) -> str:
    """What was owed and is overdue, and what came so late that it is due in the morning; or that its target lets it
    stay."""
    late = overdue(row)
    if late is None:
        return ""
    if not to_do(row):
        return say(lang, "closed.rule_enough")
    rest, facts = max(int(to_do(row)) - late, 0), {"unit": unit_of(row, line, day.pack, lang)}
    key = "rule_both" if late and rest else "rule_all" if late else "rule_none"
    gone = "_now" if rest and day.stands and day.stands.stretch is Stretch.OPENING else ""  # eight has struck
    return say(lang, f"closed.{key}{gone}", overdue=count(late, lang), rest=count(rest, lang), **facts)


def summary(day: Day, freshness: pd.DataFrame, lang: str) -> str:
    """How many lines left something overnight, whether the day's last slot is whole, and what has come of the new."""
    facts = _counted(day)
    lines = say(lang, "closed.lines", **facts) if facts["all"] > 1 else ""
    return lines + _final(day, freshness, lang) + _coming(day, lang)


def overnight(day: Day, lang: str) -> str:
    """The same as the title of a wall's view."""
    facts = {"place": day.pack.area[day.city_code].name(lang), "day": day_name(day.ops_day, lang)}
    return say(lang, "closed.wall", **facts, **_counted(day))


def _counted(day: Day) -> dict[str, int]:
    """Headline lines past their deadline: all, those with more left than their target lets stay, those with overdue
    work."""
    rows = [r for x in day.lines("headline") if speaks_of(day, r := day.city(x.id)) and r]
    left = [r for r in rows if to_do(r)]
    return {"all": len(rows), "left": len(left), "late": sum(bool(overdue(r)) for r in left)}


def _final(day: Day, freshness: pd.DataFrame, lang: str) -> str:
    """Flash until every district has told of the day's last slot; who is missing is named by feed."""
    behind = [x for x in heard(freshness, day.pack) if x.due_in < len(x.districts)]
    if not behind:
        return say(lang, "closed.final")
    return say(lang, "closed.flash", missing=say(lang, "duty.join").join(_behind(x, lang) for x in behind))


def _behind(x: Heard, lang: str) -> str:
    return say(lang, "closed.behind", feed=x.feed.name(lang), came=x.due_in, all=len(x.districts))


def _coming(day: Day, lang: str) -> str:
    """Of the new day, while the closed one is still shown."""
    opening = day.stands.opening if day.stands else None
    if opening is None:
        return ""
    came, all = opening.files
    return say(
        lang, "closed.coming", day=day_name(opening.day, lang), clock=f"{opening.slot:%H:%M}", came=came, all=all
    )
