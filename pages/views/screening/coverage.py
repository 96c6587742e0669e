"""Coverage by method family and district: PCR and antigen side by side, each against its own people due, beside the
share of the round's time that has passed."""

from datetime import datetime

from data_pipeline.declare import Line
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, exact, known, moment, percent, share
from pages.components.charts.bars import Mark, Scale, dots, edge, key, rows_layout
from pages.components.charts.figure import Palette
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

ID = "coverage"
FAMILY = "screening_family"


def families(scene: Scene) -> list[Line]:
    return [x for x in scene.day.lines_of("screening") if x.sql == FAMILY and scene.day.city(x.id)]


def coverage(scene: Scene) -> Drawn:
    of, lang = families(scene), scene.lang
    areas = [scene.pack.area[scene.day.city_code], *scene.pack.districts]
    title = _title(scene, of)
    columns = [say(lang, "districts.area"), *(x.short(lang) for x in of)]
    rows = [(a.name(lang), *(_share(scene, x, a.code) for x in of)) for a in areas]
    alt_rows = [say(lang, "coverage.alt_row", area=r[0], shares=say(lang, "duty.join").join(r[1:])) for r in rows]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(alt_rows))
    return chart_panel(Chart(ID, title, _figure(scene, of), alt, table(columns, rows)), lang)


def _share(scene: Scene, line: Line, code: str) -> str:
    row = scene.day.at(line.id, code)
    return share(row["rate"]) if row else BLANK


def _title(scene: Scene, of: list[Line]) -> str:
    lang, found = scene.lang, time_passed(scene)
    parts = [say(lang, "coverage.part", family=x.short(lang), rate=_share(scene, x, scene.day.city_code)) for x in of]
    text = say(lang, "duty.join").join(parts)
    if not parts:
        return say(lang, "coverage.title_plain")
    if found is None:
        return say(lang, "coverage.title", parts=text)
    passed, as_of = found
    facts = {"passed": percent(passed, 0), "as_of": moment(as_of, scene.day.ops_day, lang)}
    return say(lang, "coverage.title_time", parts=text, **facts)


def time_passed(scene: Scene) -> tuple[float, datetime] | None:
    """Share of the round's own time gone, 0 to 1, at the hour that the figures speak of, where one round stands for
    all."""
    rounds = scene.ask("page/rounds", ops_day=scene.day.ops_day, moment=scene.day.asked)
    if len(rounds) != 1:
        return None
    row = rounds.iloc[0]
    return passed_share(row["starts_at"], row["deadline_at"], row["as_of"]), row["as_of"]


def passed_share(start: datetime, end: datetime, now: datetime) -> float:
    return min(max((now - start).total_seconds() / max((end - start).total_seconds(), 1), 0.0), 1.0)


def _figure(scene: Scene, of: list[Line]) -> dict:
    ink, lang = Palette.of(scene.theme), scene.lang
    areas = [scene.pack.area[scene.day.city_code], *scene.pack.districts]
    at = [0, *(i + 1.4 for i in range(len(scene.pack.districts)))]
    names = [html("<b>{}</b>", say(lang, "grid.city")), *(short(a, lang) for a in scene.pack.districts)]
    layout = rows_layout(
        ink, names, Scale(104, (0, 25, 50, 75, 100), ("0", "25%", "50%", "75%", "100%")), at=at, key=True
    )
    layout["xaxis"] |= {"showgrid": True, "gridcolor": ink.line}
    marks = [(ink.ink, "circle", ""), (ink.ink, "diamond", ink.panel)]
    data = []
    for x, (colour, symbol, hollow) in zip(of, marks, strict=False):
        rows = [scene.day.at(x.id, a.code) for a in areas]
        xs = [min(100 * float(r["rate"]), 104) if r and known(r["rate"]) else None for r in rows]
        hover = [
            say(lang, "coverage.hover", area=a.name(lang), family=x.short(lang), rate=_share(scene, x, a.code),
                done=exact(r["done"]) if r else BLANK, due=exact(r["due"]) if r else BLANK)
            for a, r in zip(areas, rows, strict=True)
        ]  # fmt: skip
        data.append(dots(xs, at, Mark(colour, symbol, hollow), hover))
    words = "   ".join(f"{glyph} {x.short(lang)}" for x, glyph in zip(of, ("●", "◇"), strict=False))
    if found := time_passed(scene):
        passed, as_of = found
        layout["shapes"] = edge(100 * passed, ink.muted)
        at_hour = moment(as_of, scene.day.ops_day, lang)
        words += f"   ┊ {say(lang, 'coverage.time', passed=percent(passed, 0), as_of=at_hour)}"
    layout["annotations"] = [key(ink, []) | {"text": words}]
    return {"data": data, "layout": layout}
