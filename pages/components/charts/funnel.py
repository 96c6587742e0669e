"""The five stages of screening, 采送检报核: what share of what came in each has passed on, and the work it still holds.

People and tubes never share a scale: every bar is a share of what the stage before gave.
"""

from dataclasses import dataclass

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import UNKNOWN, Day
from data_pipeline.outlook.readings import GaugeRow, Readings, figure
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known, share
from pages.components.charts.bars import Scale, bar, rows_layout, well
from pages.components.charts.figure import Palette, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.theme import tokens
from pages.model.scene import Scene

ID = "funnel"
LONG_H = 72
HEIGHTS = (0, 1.25, 2.25, 3.25, 4.5)  # a gap where people become tubes, and tubes people
WIDE = 178  # of the scale on which a whole stage is 100: the rest is for words


@dataclass(frozen=True)
class Stage:
    line: Line
    row: JudgedRow | None
    gauge: Gauge | None
    work: GaugeRow | None  # its gauge's row: hours of work held

    @property
    def hours(self) -> float | None:
        if self.gauge is None:
            return self._hours_at_its_pace()
        return float(self.work["value"]) if self.work and known(self.work["value"]) else None

    @property
    def state(self) -> str:
        if self.gauge is None:
            return str(self.row["state"]) if self.row else UNKNOWN
        return str(self.work["state"]) if self.work and self.hours is not None and self.work["state"] else UNKNOWN

    @property
    def judged(self) -> bool:
        return bool(self.work or (self.gauge is None and self.row))

    def _hours_at_its_pace(self) -> float | None:
        """Of a stage whose hours of work nobody reports."""
        if self.row is None or not known(self.row["rate_done"]) or self.row["rate_done"] <= 0:
            return None
        return float(self.row["open"]) / float(self.row["rate_done"])


def stages(day: Day, readings: Readings, place: str) -> list[Stage]:
    gauges = {g.item: g for g in readings.of_page("screening", "stage_hours")}
    return [
        Stage(x, day.at(x.id, place), g := gauges.get(x.item), g and readings.at(g.id, place)) for x in staged(day.pack)
    ]


def staged(pack: Pack) -> tuple[Line, ...]:
    """The stages of a screening, or those that the operation declares, in their order."""
    of = tuple(x for x in pack.lines.values() if x.page == "screening" and x.sql == "stage")
    return of or pack.staged


def bottleneck(of: list[Stage]) -> Stage | None:
    """The stage that holds the most hours of work, never the most items."""
    return max((s for s in of if s.hours), key=lambda s: s.hours or 0, default=None)


def funnel(scene: Scene) -> Drawn:
    of, lang = stages(scene.day, scene.readings, scene.place), scene.lang
    texts = [_told(scene, s) for s in of]
    title = scene.titled(_title(scene, of))
    columns = [say(lang, f"funnel.col_{c}") for c in ("stage", "came", "passed", "share", "held", "hours")]
    twin = table(columns, [(t["stage"], t["came"], t["passed"], t["share"], t["held"], t["hours"]) for t in texts])
    alt = say(lang, "panel.alt", title=title, rows=_join(lang, [_row(lang, t) for t in texts]))
    return chart_panel(Chart(ID, title, _figure(scene, of, texts), alt, twin), lang, note=say(lang, "funnel.note"))


def _row(lang: str, texts: dict[str, str]) -> str:
    """In words; without its hours of work where no pace is known yet."""
    return say(lang, "funnel.alt_row" if texts["hours"] != BLANK else "funnel.alt_row_no_pace", **texts)


def _join(lang: str, parts: list[str]) -> str:
    return say(lang, "panel.join").join(parts)


def _title(scene: Scene, of: list[Stage]) -> str:
    worst, lang = bottleneck(of), scene.lang
    if worst is None or worst.gauge is None:
        return say(lang, "funnel.title_plain")
    hours = hours_of(worst, lang)
    by_hours = sorted(
        ((r["value"], a.code) for a in scene.pack.districts if (r := scene.readings.at(worst.gauge.id, a.code))
         and known(r["value"])), reverse=True,
    )  # fmt: skip
    if scene.place != scene.day.city_code or not by_hours or scene.day.parted:
        return say(lang, "funnel.title", stage=worst.line.short(lang), hours=hours)
    area = short(scene.pack.area[by_hours[0][1]], lang)
    return say(lang, "funnel.title_area", stage=worst.line.short(lang), hours=hours, area=area)


def hours_of(s: Stage, lang: str) -> str:
    """Work of many days is told as more than three: its pace is all but nought."""
    return f"{LONG_H}+" if s.hours is not None and s.hours > LONG_H else figure(s.hours, "work_hour", lang)


def _told(scene: Scene, s: Stage) -> dict[str, str]:
    lang, row = scene.lang, s.row
    work = hours_of(s, lang)
    return {
        "stage": s.line.short(lang), "unit": unit(s.line, scene.pack, lang),
        "came": exact(row["due"]) if row else BLANK, "passed": exact(row["done"]) if row else BLANK,
        "share": share(row["rate"]) if row else BLANK,
        "held": exact(row["open"]) if row else BLANK, "hours": work,
        "brief": say(lang, "funnel.brief", passed=count(row["done"], lang, row["due"]), came=count(row["due"], lang),
                     unit=unit(s.line, scene.pack, lang)) if row else BLANK,
    }  # fmt: skip


def _figure(scene: Scene, of: list[Stage], texts: list[dict[str, str]]) -> dict:
    ink, t, lang = Palette.of(scene.theme), tokens(scene.theme), scene.lang
    at = HEIGHTS[: len(of)]
    names = [html("<b>{}</b>", x["stage"]) for x in texts]
    layout = rows_layout(ink, names, Scale(WIDE, (0, 50, 100), ("0", "50%", "100%")), at=at)
    shares = [min(100 * float(s.row["rate"]), 100) if s.row and known(s.row["rate"]) else 0 for s in of]
    colours = [getattr(ink, s.state) for s in of]
    hover = [_row(lang, x) for x in texts]
    worst = bottleneck(of)
    layout["shapes"] = well(at, 100, t.well)
    for y, s, x in zip(at, of, texts, strict=True):
        strong = s is worst
        hours = say(lang, "funnel.hours", hours=x["hours"]) if s.hours is not None else say(lang, "funnel.no_pace")
        hours = f"{GLYPHS[s.state]} {hours}"
        layout["annotations"] = [
            *layout.get("annotations", []),
            label(f"{x['share']}  {x['brief']}", 103, y, ink.ink, anchor="left", dy=8),
            label(
                html("<b>{}</b>", hours) if strong else hours,
                103,
                y,
                ink.ink if strong else ink.muted,
                anchor="left",
                dy=-9,
            ),
        ]
    return {"data": [bar(shares, at, colours, hover)], "layout": layout}
