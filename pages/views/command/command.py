"""The command page: sentence, eight lines, districts by line, what remains and where, the humane strip, data health."""

import pandas as pd

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.heard import late_feeds
from data_pipeline.words import listed, say
from pages.components.course import course
from pages.components.decide import decide
from pages.components.empty import empty
from pages.components.health import health
from pages.components.html import Markup, html, joined
from pages.components.lead import lead
from pages.components.maps.map import district_map
from pages.components.matrix import Chosen, matrix
from pages.components.offers import counted
from pages.components.panel import Drawn
from pages.components.strip import strip
from pages.components.tiles import tiles
from pages.model.scene import Scene

FEW = 2  # tiles that leave room beside them


def command(scene: Scene) -> Drawn:
    """Without a choice of the viewer's the most pressing line and the whole city."""
    day, lang, freshness = scene.day, scene.lang, scene.freshness
    if day.is_empty:
        return Drawn(empty(day, lang))
    chosen = _line(day, scene.line)
    left = course(scene, chosen, scene.place)
    where = district_map(scene, chosen, scene.area)
    side = html(
        '<div class="side">{course}<div class="pair-row">{map}{health}</div></div>',
        course=left.html,
        map=where.html,
        health=health(freshness, day.pack, day.ops_day, lang),
    )
    page = html(
        '{lead}{alarm}{now}<div class="main">{matrix}{side}</div>{strip}',
        lead=lead(scene, freshness, chosen),
        alarm=_alarm(day, freshness, lang),
        now=_now(scene, chosen),
        matrix=matrix(day, lang, Chosen(chosen.id, scene.area)),
        side=side,
        strip=strip(day, lang),
    )
    return Drawn(page, left.charts | where.charts)


def _now(scene: Scene, chosen: Line) -> Markup:
    """The tiles, and below them what to decide: beside them where they are so few that they leave room."""
    day, lang = scene.day, scene.lang
    parts = (
        tiles(day, lang, chosen.id),
        decide(day, scene.matters(), scene.alerts(), lang, counted(scene.cards(), day.pack, lang)),
    )
    if len([*day.lines("headline")]) > FEW:
        return joined(parts)
    return html('<div class="few">{}</div>', joined(parts))


def _line(day: Day, line: str | None) -> Line:
    first = next(iter(day.lines("headline")))
    return day.pack.lines[line or day.most_pressing or first.id]


def _alarm(day: Day, freshness: pd.DataFrame, lang: str) -> Markup:
    late = late_feeds(freshness, day.pack)
    names = listed(lang, [f.name(lang) for f in late])
    said = [say(lang, "command.unheard_note", why=day.unheard.sentence(lang))] if day.unheard else []
    said += [say(lang, "command.stale_note", feeds=names)] if late else []
    said += [say(lang, "waiting.told", count=day.waits)] if day.waits else []
    if not said:
        return Markup()
    return html('<div class="alarm" data-key="alarm" role="status">{}</div>', joined(said, "<br>"))
