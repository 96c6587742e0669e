"""What an address asks of the explore page. What it does not know is dropped, so that every address gives a view."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.trace.days import SPANS
from data_pipeline.trace.question import Question, slots
from pages.app.traces import figure_of

BY_DAY = SPANS[1]  # of an operation whose days are told of once, and have no course


def question(asked: Mapping[str, str], moment: AsOf, sight: Sight) -> Question:
    """`id=transfer&level=district&areas=310115,310101&since=08:00&until=14:00`"""
    pack = sight.pack(board().pack)
    of = figure_of(asked.get("id"))
    begun = slots(pack, moment)
    chosen = {*asked.get("areas", "").split(",")}
    areas = tuple(a.code for a in pack.districts if a.code in chosen)  # in one order, each once: one table for all
    since = _slot(asked.get("since", ""), begun) or begun[0]
    until = _slot(asked.get("until", ""), begun) or begun[-1]
    days = next((n for n in (0, *SPANS) if asked.get("days") == str(n)), BY_DAY if pack.operation.is_daily else 0)
    also = pack.lines.get(asked.get("also", "")) or pack.gauges.get(asked.get("also", "")) if days else None
    q = Question(of, asked.get("level", ""), areas, min(since, until), max(since, until), days, also)
    level = q.level if q.level in q.levels(pack) else "district"
    if not sight.is_whole and not areas:  # all there are in sight: these, and by name
        areas = tuple(a.code for a in pack.districts)
    return replace(q, level=level, areas=areas if level != "city" else ())


def meant(asked: Mapping[str, str], moment: AsOf, sight: Sight) -> dict[str, str]:
    """The same question as an address says it in one way. What nobody chose stays open: the day's slots become more."""
    q, begun = question(asked, moment, sight), slots(sight.pack(board().pack), moment)
    said = {name: asked.get(name, "") for name in ("since", "until")}
    known = {name: word for name, word in said.items() if _slot(word, begun)}
    if len(known) == len(said):
        known = {"since": slot_word(q.since, moment), "until": slot_word(q.until, moment)}
    own = {"id": q.of.id, "level": q.level, "areas": ",".join(q.areas), "days": str(q.days)}
    return own | known | ({"also": q.also.id} if q.also else {})


def slot_word(at: datetime, moment: AsOf) -> str:
    """How an address names a slot: 14:00, and 24:00 for the day's end."""
    return "24:00" if at.date() > moment.ops_day else f"{at:%H:%M}"


def _slot(word: str, begun: list[datetime]) -> datetime | None:
    return next((at for at in begun if word == ("24:00" if at.hour == 0 else f"{at:%H:%M}")), None)
