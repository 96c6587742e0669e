"""Days beside days, for the explore page and for its export."""

from collections.abc import Sequence

import pandas as pd

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.publish.provenance import notes
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.trace.days import AreaDays, days_of, in_order
from data_pipeline.trace.question import Question
from data_pipeline.words import say
from pages.app.questions import slot_word
from pages.app.traces import frozen
from pages.views.explore.days import Days, Figured, sentence


def explored_days(moment: AsOf, q: Question, lang: str, sight: Sight) -> Days:
    pack = sight.pack(board().pack)
    order = [pack.operation.city_code, *(a.code for a in pack.districts)]
    asked = {"id": q.of.id, "also": q.also.id if q.also else "", "days": str(q.days), "level": q.level,
             "areas": ",".join(q.areas), "lang": lang, "clock": frozen(moment)}  # fmt: skip
    figures = tuple(Figured(of, in_order(days_of(board(), moment, q, of), order)) for of in q.figures)
    bare = Days(q, figures, slot_word(moment.as_of, moment), asked, Sheet("", (), (), pd.DataFrame()))
    noted = notes(board(), moment, sentence(pack, bare, lang), lang, sight)
    return Days(q, figures, bare.hour, asked, _sheet(pack, bare, noted, lang))


def _sheet(pack: Pack, of: Days, noted: Sequence[tuple[str, str]], lang: str) -> Sheet:
    """One row per area and day; each figure with the limits of its area."""
    columns = [Column("district", say(lang, "explore.col_district")), Column("day", say(lang, "explore.col_day"))]
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for n, figure in enumerate(of.figures):
        names = [f"{part}_{n}" for part in ("value", "low", "high")]
        name = figure.of.name(lang)
        titles = [name, *(say(lang, f"explore.col_{part}", name=name) for part in ("low", "high"))]
        columns += [Column(name, title, "number") for name, title in zip(names, titles, strict=True)]
        for area in figure.areas:
            for day, value in sorted(area.values.items(), reverse=True):
                place: dict[str, object] = {"district": pack.area[area.area].name(lang), "day": f"{day}"}
                row = rows.setdefault((area.area, f"{day}"), place)
                row |= dict(zip(names, (value, *_edges(area)), strict=True))
    frame = pd.DataFrame(list(rows.values()), columns=[c.name for c in columns])
    return Sheet.of(_name(of.question.figures, of), noted, columns, frame)


def _edges(of: AreaDays) -> tuple[float | None, float | None]:
    return (of.limits.low, of.limits.high) if of.limits else (None, None)


def _name(figures: Sequence[Line | Gauge], of: Days) -> str:
    return "_".join([*(f.id for f in figures), of.question.level, f"{of.question.days}d", of.hour.replace(":", "")])
