"""A page of one duty: its question answered in a sentence, its line's course and districts, then all its figures.

`proofs` are the charts that only this duty has; they stand between the course and the tables.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_pipeline.declare import Line
from data_pipeline.outlook.day import state_told
from data_pipeline.sentences.phrases import states_told
from data_pipeline.words import say
from pages.components.course import course
from pages.components.districts import districts
from pages.components.empty import empty
from pages.components.grid import grid
from pages.components.html import Markup, html, joined
from pages.components.lead import lead
from pages.components.panel import Drawn
from pages.model.scene import Scene

Proof = Callable[[Scene], Drawn]


@dataclass(frozen=True)
class Group:
    """Figures that are read together: gauges and lines of these SQL files, or of these ids, under one title."""

    title: str  # key in the words; blank for figures that a proof of the page draws already
    gauges: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    name: str = ""  # of an operation's own panel, in place of the words


def of_line(proof: Callable[[Scene, Line], Drawn], id: str) -> Proof:
    """A proof that speaks of one line, as a proof of a scene: nothing where the operation has no such line."""

    def proved(scene: Scene) -> Drawn:
        line = scene.pack.lines.get(id)
        return proof(scene, line) if line else Drawn(Markup())

    return proved


def duty(scene: Scene, page: str, groups: Sequence[Group], proofs: Sequence[Sequence[Proof]] = ()) -> Drawn:
    """`proofs`: rows of charts. Lines and gauges of the page that no group names follow under a title of their own."""
    if scene.day.is_empty:
        return Drawn(empty(scene.day, scene.lang))
    line = scene.line_of(page)
    drawn = [_course(scene, line)] if line else []
    drawn += [side_by_side([proof(scene) for proof in row]) for row in proofs]
    tables = joined(_group(scene, page, g) for g in [*groups, _rest(scene, page, groups)])
    body = _lead(scene, page, line) + joined(d.html for d in drawn) + tables
    return Drawn(html('<div class="duty">{}</div>', body), {k: v for d in drawn for k, v in d.charts.items()})


def _lead(scene: Scene, page: str, line: Line | None) -> Markup:
    return lead(scene, scene.freshness, line, question=_told(scene, page))


def _told(scene: Scene, page: str) -> str:
    """The page's question, how its lines stand, and which of its gauges are beyond an edge."""
    lang, lines = scene.lang, scene.day.lines_of(page)
    states = [state_told(scene.day.state(x.id), scene.day.city(x.id)) for x in lines]
    parts = states_told(Counter(states), lang)
    text = say(lang, f"question.{page}")
    if parts and len(lines) > 1:
        text += say(lang, "duty.lines", all=len(lines), parts=parts)
    beyond = scene.readings.in_need(scene.readings.of_page(page))[:3]
    if beyond:
        text += say(lang, "duty.beyond", gauges=say(lang, "duty.join").join(x.name(lang) for x in beyond))
    return text


def _course(scene: Scene, line: Line) -> Drawn:
    left = course(scene, line, scene.place)
    return Drawn(html('<div class="duo">{}{}</div>', left.html, districts(scene, line)), left.charts)


def side_by_side(row: Sequence[Drawn]) -> Drawn:
    body = html('<div class="row n{}">{}</div>', len(row), joined(d.html for d in row))
    return Drawn(body, {k: v for d in row for k, v in d.charts.items()})


def _group(scene: Scene, page: str, group: Group) -> Markup:
    if not group.title:
        return Markup()
    lines = [x for x in scene.day.lines_of(page) if x.sql in group.lines or x.id in group.lines]
    gauges = scene.readings.of_page(page, *group.gauges) if group.gauges else []
    return grid(scene, group.title.replace(".", "-"), group.name or say(scene.lang, group.title), lines, gauges)


def _rest(scene: Scene, page: str, groups: Sequence[Group]) -> Group:
    named = {name for g in groups for name in (*g.gauges, *g.lines)}
    of_page = scene.readings.of_page(page)
    gauges = dict.fromkeys(x.sql for x in of_page if x.id not in named and x.sql not in named)
    lines = (x.id for x in scene.day.lines_of(page) if x.id not in named and x.sql not in named)
    return Group("duty.rest" if groups else "duty.all", tuple(gauges), tuple(lines))
