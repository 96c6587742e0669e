"""The course of one line: through its day, or, where a day is told of once, day by day."""

from datetime import timedelta

from data_pipeline.declare import Line
from data_pipeline.query.rows import DaysRow
from data_pipeline.sentences.phrases import units_of
from data_pipeline.words import say
from pages.components.charts.burndown import burndown
from pages.components.charts.series import Course, Days, by_day
from pages.components.panel import Drawn
from pages.model.scene import Scene

BACK = timedelta(days=13)  # two weeks with the day itself


def course(scene: Scene, line: Line, area: str) -> Drawn:
    """Days before the first that was told of are not drawn; a single day is drawn as a course of hours is."""
    day, lang = scene.day, scene.lang
    if not day.pack.operation.is_daily or day.as_of is None:
        return burndown(scene, line, area)
    first = day.ops_day - BACK
    rows = scene.asked(
        "page/days", DaysRow, ops_day=day.ops_day, first_day=first, moment=day.as_of, line=line.id, area=area
    )
    if len(rows) < 2:
        return burndown(scene, line, area)
    done = Days(say(lang, "course.done"), [r["done"] for r in rows])
    due = Days(say(lang, "course.due"), [r["due"] for r in rows], line=True)
    named = "course.title" if area == day.city_code else "course.title_area"
    title = say(lang, named, line=line.short(lang), area=day.pack.area[area].name(lang))
    unit = units_of(day, line, [area], lang)
    title += say(lang, "map.unit", unit=unit) if unit else ""
    return by_day(scene, "burndown", title, Course([r["ops_day"] for r in rows], [done, due]), say(lang, "course.note"))
