"""The page's first sentence, made from the figures: what was due, what is done, what is left, and when it clears."""

from data_pipeline.declare import Line
from data_pipeline.forecast.sentence import ahead
from data_pipeline.words import say
from pages.parts import closed
from pages.parts.day import NO_DATA, Day, Row
from pages.parts.numbers import count, hours, known, moment
from pages.parts.phrases import say_or_any, short, states_told, unit, unit_of

NEAR_H = 1 / 60


def lead(day: Day, line: Line | None, lang: str) -> str:
    """One line of work at city level, with its as-of; the sentence for an empty board where there is none."""
    row = day.city(line.id) if line else None
    if line is None or row is None:
        return say(lang, "sentence.no_line", as_of=moment(day.asked, day.ops_day, lang))
    if closed.speaks_of(day, row):
        return closed.sentence(day, line, row, lang)
    part = day.pack.lines.get(str(row["part"]), line)
    facts = {
        "as_of": moment(row["as_of"], day.ops_day, lang),
        "due_verb": say_or_any(lang, "due_verb", line.id),
        "done_verb": say_or_any(lang, "done_verb", line.id),
        "due": count(row["due"], lang), "done": count(row["done"], lang, row["due"]),
        "left": count(row["open"], lang, row["due"]),
        "unit": unit(part, day.pack, lang), "line": part.short(lang),
    }  # fmt: skip
    return say(lang, "sentence.lead", **facts) + outlook(day, row, line, lang)


def outlook(day: Day, row: Row, line: Line, lang: str) -> str:
    """When it clears, against the deadline: as forecast with its risk, or at the present pace."""
    if not row["open"]:
        return say(lang, "sentence.cleared")
    if row["state"] == NO_DATA:
        return say(lang, "sentence.stale" if row["stale"] else "sentence.unknown")
    if row.get("projected") and day.outlook and (said := day.outlook.of(line.id, day.city_code)):
        return ahead(lang, said, unit(day.pack.lines[said.part or line.id], day.pack, lang).strip())
    if known(row["hours_left"]) and row["hours_left"] <= 0:
        counted, clock = unit_of(row, line, day.pack, lang), moment(row["deadline_at"], day.ops_day, lang)
        return say(lang, "sentence.overdue", clock=clock, left=count(row["open"], lang), unit=counted)
    if not known(row["finish_at"]):
        return say(lang, "sentence.never" if known(row["rate_done"]) else "sentence.unknown")
    late = float(row["late_h"]) if known(row["late_h"]) else 0.0
    key = "on_the_dot" if abs(late) < NEAR_H else "late" if late > 0 else "early"
    finish = moment(row["finish_at"], day.ops_day, lang)
    return say(lang, f"sentence.{key}", finish=finish, gap=hours(late, lang))


def pace(day: Day, line: Line | None, lang: str) -> str:
    """What an hour must bring from now on, where it brings less; nothing where the pace is enough or unknown."""
    row = day.city(line.id) if line else None
    if line is None or row is None or not row["open"] or row["state"] == NO_DATA or not known(row["rate_needed"]):
        return ""
    if day.is_past(row):
        return ""
    if known(row["rate_done"]) and row["rate_needed"] <= row["rate_done"]:
        return ""
    facts = {"need": _pace(row["rate_needed"], lang), "rate": _pace(row["rate_done"], lang)}
    return say(lang, "sentence.pace", unit=unit_of(row, line, day.pack, lang), **facts)


def overview(day: Day, lang: str, most: int = 3) -> str:
    """How many lines stand where, and which districts need support most."""
    states = day.count_states()
    told = say(lang, "sentence.count", all=sum(states.values()), parts=states_told(states, lang))
    in_need = [c for c in day.order if day.count_states(c)["will_miss"]][:most]
    if not in_need:  # where something cannot be judged, nobody knows that
        return told if states[NO_DATA] else told + say(lang, "sentence.need_none")
    return told + say(lang, "sentence.need", areas=_join([short(day.pack.area[c], lang) for c in in_need], lang))


def _pace(value: float | None, lang: str) -> str:
    return count(round(float(value)), lang) if known(value) and value is not None else "—"


def _join(parts: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)
