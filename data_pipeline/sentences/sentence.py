"""The page's first sentence, made from the figures: what was due, what is done, what is left, and when it clears."""

from collections.abc import Sequence

from data_pipeline.declare import Line
from data_pipeline.forecast.sentence import ahead
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.outlook.day import UNJUDGED, UNKNOWN, Day
from data_pipeline.sentences import closed
from data_pipeline.sentences.phrases import say_or_any, short, states_told, unit, unit_of
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import count, hours, known, moment
from data_pipeline.words.quantity import about

NEAR_H = 1 / 60
BY_PACE = (Judge.PACE, Judge.STOPPED)


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
        "due": count(row["due"], lang),
        "done": count(row["done"], lang, row["due"]),
        "left": count(row["open"], lang, row["due"]),
        "unit": unit(part, day.pack, lang),
        "line": part.short(lang),
    }
    return say(lang, "sentence.lead", **facts) + outlook(day, row, line, lang)


def outlook(day: Day, row: JudgedRow, line: Line, lang: str) -> str:
    """When it clears, against the deadline: as forecast with its risk, or at the present pace."""
    judge, counted = str(row["judge"]), unit_of(row, line, day.pack, lang)
    facts = {
        "left": count(row["open"], lang),
        "unit": counted,
        "deadline": moment(row["deadline_at"], day.ops_day, lang),
    }
    if not row["open"]:
        return say(lang, "sentence.cleared")
    if judge == Judge.CLEARED:
        return say(lang, "sentence.enough", **facts)
    if judge == Judge.DEADLINE:
        return say(lang, "sentence.overdue", **facts)
    if row["state"] == UNKNOWN:
        return say(lang, f"sentence.{_unknown(day, row)}", **facts)
    if judge == Judge.STOPPED:
        return say(lang, "sentence.stopped", since=moment(row["stopped"], day.ops_day, lang))
    if row["awaited"]:
        return say(lang, "sentence.awaited")
    if row.get("projected") and day.outlook and (said := day.outlook.of(line.id, day.city_code)):
        return ahead(lang, said, unit(day.pack.lines[said.part or line.id], day.pack, lang).strip())
    return _by_pace(day, row, lang)


def _unknown(day: Day, row: JudgedRow) -> str:
    """Why nothing is judged: old data, a forecast that is being worked out, or reports that are still coming in."""
    if row["stale"]:
        return "stale"
    if row["judge"] == Judge.WORKING:
        return "working"
    if row["judge"] == Judge.WAITING:
        return "closing" if row["deadline_at"] <= (day.now or day.asked) else "waiting"
    return "unknown"


def _by_pace(day: Day, row: JudgedRow, lang: str) -> str:
    if not known(row["finish_at"]):
        return say(lang, "sentence.never" if known(row["rate_done"]) else "sentence.unknown")
    late = float(row["late_h"]) if known(row["late_h"]) else 0.0
    key = "on_the_dot" if abs(late) < NEAR_H else "late" if late > 0 else "early"
    finish = moment(row["finish_at"], day.ops_day, lang)
    return say(lang, f"sentence.{key}", finish=finish, gap=hours(late, lang))


def pace(day: Day, line: Line | None, lang: str) -> str:
    """The one gap, where the pace judges: so many more an hour; a forecast's own sentence tells it already."""
    row = day.city(line.id) if line else None
    if line is None or row is None or row["judge"] not in BY_PACE or not known(row["needed"]) or not row["needed"]:
        return ""
    if row["needed"] == float("inf"):
        return say(lang, "sentence.beyond")
    if not known(row["rate_done"]):  # one report so far: nothing is done an hour yet
        return ""
    facts = {"need": about(lang, row["needed"]), "rate": about(lang, row["rate_done"])}
    return say(lang, "sentence.pace", unit=unit_of(row, line, day.pack, lang), **facts)


def later(day: Day, line: Line | None, lang: str) -> str:
    """Past the notice hour, where more comes in: by rule it is owed the next morning (M02b), and no part of this."""
    row = day.city(line.id) if line else None
    if row is None or row["judge"] != Judge.PACE or not row["open"] or row["hours_left"] <= 0:
        return ""
    return say(lang, "sentence.later") if (row["rate_new"] or 0) > 0 and not row["expected_new"] else ""


def beside(day: Day, line: Line | None, lang: str) -> str:
    """How many districts clear in time and which is the last; who is missing, stands still or reports in lumps."""
    v = day.verdict(line.id) if line else None
    if v is None or not v.of:
        return ""
    return _last(day, v, lang) + "".join(
        say(lang, f"sentence.{key}", areas=_few(day, areas, lang))
        for key, areas in (("carried", v.carried), ("missing", v.missing), ("still", v.still), ("lumps", v.lumpy))
        if areas
    )


def _last(day: Day, v: Verdict, lang: str) -> str:
    """Of a line that the pace judges; a forecast tells its own."""
    if v.judge not in BY_PACE or v.last is None or v.clear == v.of or not v.clear:
        return ""
    last = day.verdicts.get((v.part or v.line, v.last))
    ends = last.finish if last else None
    key = "last_never" if ends is None else "last"
    facts = {"clear": v.clear, "of": v.of, "area": short(day.pack.area[v.last], lang)}
    return say(lang, f"sentence.{key}", finish=moment(ends, day.ops_day, lang), **facts)


def _few(day: Day, areas: Sequence[str], lang: str, most: int = 3) -> str:
    names = _join([short(day.pack.area[a], lang) for a in areas[:most]], lang)
    return names if len(areas) <= most else say(lang, "sentence.and_more", areas=names, n=len(areas))


def overview(day: Day, lang: str, most: int = 3) -> str:
    """How many lines stand where, and which districts need support most."""
    states = day.count_states()
    many = sum(states.values())
    text = "" if many == 1 else say(lang, "sentence.count", all=many, parts=states_told(states, lang))
    in_need = [c for c in day.order if day.count_states(c)["will_miss"]][:most]
    if not in_need:  # where something cannot be judged, or is not shown, nobody knows that
        return text if any(states[s] for s in UNJUDGED) or day.parted else text + say(lang, "sentence.need_none")
    return text + say(
        lang,
        "sight.need" if day.parted else "sentence.need",
        areas=_join([short(day.pack.area[c], lang) for c in in_need], lang),
    )


def _join(parts: list[str], lang: str) -> str:
    return listed(lang, parts)
