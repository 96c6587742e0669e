"""Short phrases shared by tiles, matrix and sentences."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from data_pipeline.core.status import LIKELY, to_do
from data_pipeline.core.stretch import Stretch
from data_pipeline.declare import Line, Pack
from data_pipeline.declare.tables import Area
from data_pipeline.forecast.profile import Profile, due_by
from data_pipeline.judge.judged import JudgedLedger
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import TOLD, UNKNOWN, Day
from data_pipeline.words import Unit, catalogue, say, unit_word
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import count, known, moment
from data_pipeline.words.quantity import clocks, span


def unit(line: Line, pack: Pack, lang: str) -> Unit:
    """The word behind a figure of this line."""
    return unit_word(lang, pack.unit(line.unit, lang))


def unit_of(row: JudgedLedger | None, line: Line, pack: Pack, lang: str) -> Unit:
    """The word behind a figure of this row: of the part whose ledger it is, where the line speaks for its worst."""
    return unit(speaking(row, line, pack), pack, lang)


def units_of(day: Day, line: Line, areas: Iterable[str], lang: str) -> str:
    """The words behind the figures of these areas: one, or each of those that differ (人、户)."""
    rows = [day.at(line.id, a) for a in areas]
    units = dict.fromkeys(unit_of(r, line, day.pack, lang).strip() for r in rows if r)
    return say(lang, "forecast.several").join(units) or unit(line, day.pack, lang).strip()


def speaking(row: JudgedLedger | None, line: Line, pack: Pack) -> Line:
    """The line whose ledger stands in the row: its own, or that of the part that speaks for it."""
    return pack.lines.get(str(row["part"]), line) if row else line


def say_or_any(lang: str, table: str, name: str) -> str:
    """The word for `name`, or the table's word for any: a pack may declare what the catalogue does not know."""
    key = f"{table}.{name}"
    return say(lang, key if key in catalogue(lang) else f"{table}.any")


def short(area: Area, lang: str) -> str:
    """松江 in a chart, where 松江区 would crowd it."""
    return declared(area, "short", lang) or area.name(lang)


def states_told(states: Mapping[str, int], lang: str) -> str:
    """How many stand where, the worst first; nothing of a state in which none stands."""
    parts = [say(lang, f"counted.{s}", count=states[s]) for s in TOLD if states.get(s)]
    return say(lang, "duty.join").join(parts)


def pair(row: JudgedLedger, line: Line, day: Day, lang: str) -> str:
    return say(
        lang,
        "tile.pair",
        done=count(row["done"], lang, row["due"]),
        due=count(row["due"], lang),
        unit=unit_of(row, line, day.pack, lang),
    )


def finish(row: JudgedLedger, day: Day, lang: str) -> str:
    """When the line clears, in a few words; for old data, how old they are; of a closed line, what is overdue."""
    judge = row.get("judge")
    if judge in (Judge.WORKING, Judge.WAITING):
        return say(lang, f"tile.{judge}")
    if day.is_over and day.is_past(row) and row["open"]:
        return overnight(row, day, lang)
    if row["state"] == UNKNOWN and row["stale"]:
        return say(lang, "tile.stale", as_of=moment(row["as_of"], day.ops_day, lang, brief=True))
    if not row["due"]:
        return say(lang, "tile.nothing_due")
    if not row["open"]:
        return say(lang, "tile.all_done")
    if judge == Judge.CLEARED:
        return say(lang, "tile.enough")
    if judge == Judge.DEADLINE:
        return say(lang, "tile.overdue")
    if judge == Judge.STOPPED:
        return say(lang, "tile.stopped", since=moment(row["stopped"], day.ops_day, lang, brief=True))
    if row.get("awaited"):
        return say(lang, "tile.awaited")
    if row.get("projected"):
        return _range(row, day, lang)
    if known(row["finish_at"]):
        return say(lang, "tile.finish", finish=moment(row["finish_at"], day.ops_day, lang, brief=True))
    if known(row["hours_left"]) and row["hours_left"] <= 0:
        return say(lang, "tile.overdue")
    return say(lang, "tile.no_finish" if known(row["rate_done"]) else "tile.unknown_finish")


def overnight(row: JudgedLedger, day: Day, lang: str) -> str:
    """Of a closed line how much is overdue by rule; what came after the notice hour is due in the morning."""
    if not to_do(row):
        return say(lang, "tile.enough")
    if not known(row["overdue"]):
        return say(lang, "tile.overdue")
    if late := min(int(row["overdue"]), int(row["open"])):
        return say(lang, "closed.tile_overdue", overdue=count(late, lang))
    gone = day.stands is not None and day.stands.stretch is Stretch.OPENING  # eight has struck
    return say(lang, "closed.tile_due_now" if gone else "closed.tile_due")


def _range(row: JudgedLedger, day: Day, lang: str) -> str:
    """Of a forecast the range: of the finish where it is likely in time, else of what is left at the deadline."""
    if row["risk"] > LIKELY or not known(row["finish_at"]):
        left = span(lang, row["left_p50"], row["left_p90"], row["due"], brief=True)
        return say(lang, "outlook.tile_left", left=left) if left else say(lang, "outlook.tile_unsaid")
    low = moment(row["finish_p10"], day.ops_day, lang, brief=True)
    if not known(row["finish_p90"]):
        return say(lang, "outlook.tile_from", low=low)
    high = moment(row["finish_p90"], day.ops_day, lang, brief=True)
    return say(lang, "outlook.tile_finish", range=clocks(lang, low, high))


def due_share(row: JudgedLedger, shape: Profile | None = None) -> float | None:
    """Where the day's work should stand now between midnight and the deadline, 0 to 1: the tick on a bar. By the usual
    hours of the line's day where they are known, else on a straight line."""
    if not known(row["deadline_at"]) or not known(row["hours_left"]):
        return None
    began = (row["as_of"] - timedelta(minutes=1)).replace(hour=0, minute=0)  # the day's last report is of its 24:00
    span = (row["deadline_at"] - began).total_seconds() / 3600
    return due_by(shape, 0.0, span - float(row["hours_left"]), max(span, 0.001))
