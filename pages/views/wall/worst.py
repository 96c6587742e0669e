"""Views of the one line most in need: what remains, where, and district by district."""

from data_pipeline.forecast.sentence import brief
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.judge.verdict import Judge
from data_pipeline.sentences.phrases import short, unit, unit_of
from data_pipeline.sentences.sentence import outlook
from data_pipeline.words import say
from data_pipeline.words.numbers import compact, count
from pages.components.charts.burndown import burndown
from pages.components.html import Markup, html, joined
from pages.components.maps.map import district_map
from pages.components.marks import shape
from pages.views.wall.asked import FAR
from pages.views.wall.seen import Seen, View

MAP_LABEL = 1.3  # at the usual distance; labels grow with the distance, the map does not
CROWDED = 6.5  # beyond this distance an axis names every other hour, and a map its districts without figures


def remaining(seen: Seen) -> list[View]:
    day, line, lang = seen.day, seen.worst, seen.lang
    row = day.city(line.id)
    said = day.outlook.of(line.id, day.city_code) if day.outlook and row and row["projected"] else None
    if said and row:
        text = brief(lang, said, unit_of(row, line, day.pack, lang))
    else:
        text = outlook(day, row, line, lang) if row else say(lang, "wall.nothing")
    drawn = burndown(seen, line, day.city_code)
    title = say(lang, "wall.of_line", line=line.short(lang), text=text)
    if seen.room.far > CROWDED:
        for figure in drawn.charts.values():
            _thin(figure["layout"]["xaxis"])
    return [View("burndown", title, drawn.html, drawn.charts, line.feed, seen.judged([line]))]


def _thin(axis: dict) -> None:
    """Every other tick, the last one, the deadline's, among them."""
    for name in ("tickvals", "ticktext"):
        axis[name] = list(axis[name])[::-2][::-1]


def where(seen: Seen) -> list[View]:
    """What is left in each district; from far away only where, and the close-up says how much."""
    day, line, lang = seen.day, seen.worst, seen.lang
    crowded = seen.room.far > CROWDED
    by_left = sorted(
        (a.code for a in day.pack.districts if _open(day.at(line.id, a.code))),
        key=lambda c: -_open(day.at(line.id, c)),
    )
    row = day.at(line.id, day.pack.operation.city_code)
    facts = {
        "line": line.short(lang),
        "areas": seen.names(by_left[: 2 if crowded else 3]),
        "unit": unit_of(row, line, day.pack, lang) if row else unit(line, day.pack, lang),
        "left": count(row["open"], lang) if row else "—",
    }
    drawn = district_map(seen, line, day.focus or None, MAP_LABEL * max(seen.room.far / FAR, 1), brief=crowded)
    title = seen.own() if day.parted else say(lang, "wall.map" if by_left else "wall.map_none", **facts)
    return [View("map", title, drawn.html, drawn.charts, line.feed)]


def close_up(seen: Seen) -> list[View]:
    """Sixteen courses on one scale, each as a share of its own largest remainder; each district in its fixed place."""
    day, line, lang = seen.day, seen.worst, seen.lang
    need = sum(day.state(line.id, a.code) == "will_miss" for a in day.pack.districts)
    row = day.city(line.id)
    how = "wall.district_missed" if row and row["judge"] == Judge.DEADLINE else "wall.district"
    title = say(lang, how, line=line.short(lang), need=need, all=len(day.pack.districts))
    title = seen.own() if day.parted else title
    cells = joined(_cell(seen, line.id, a.code) for a in day.pack.districts)
    return [
        View("district", title, html('<div class="grid multiples" style="--columns:4">{}</div>', cells), feed=line.feed)
    ]


def _cell(seen: Seen, line: str, code: str) -> Markup:
    day, lang = seen.day, seen.lang
    row, state = day.at(line, code), day.state(line, code)
    left = compact(row["open"], lang) if row else "—"
    return html(
        '<div class="multiple {state}" data-key="{code}" data-feed="{feed}"><span class="top">'
        '<span class="name">{name}</span><span class="left">{shape}<b data-fig>{left}</b></span>'
        "</span>{course}</div>",
        state=state,
        code=code,
        feed=day.pack.lines[line].feed,
        name=short(day.pack.area[code], lang),
        shape=shape(state),
        left=left,
        course=_course(seen, line, code),
    )


def _course(seen: Seen, line: str, code: str) -> Markup:
    """What remains as a share of the day's largest remainder there, over the hours to the deadline."""
    rows = seen.day.course(line, code)
    if not rows:
        return html('<svg class="course"></svg>')
    start, end = rows[0]["as_of"], max(rows[-1]["deadline_at"], rows[-1]["as_of"])
    span = max((end - start).total_seconds(), 1)
    top = max(*(float(r["open"]) for r in rows), 1)
    heights = [100 - float(r["open"]) / top * 100 for r in rows]
    points = [
        f"{(r['as_of'] - start).total_seconds() / span * 100:.1f},{y:.1f}" for r, y in zip(rows, heights, strict=True)
    ]
    first = heights[0]
    return html(
        '<svg class="course" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="aim" x1="0" y1="{}" x2="100" y2="100"/><polyline points="{}"/></svg>',
        f"{first:.1f}",
        " ".join(points),
    )


def _open(row: JudgedRow | None) -> float:
    return float(row["open"]) if row else 0.0
