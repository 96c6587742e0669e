"""Beside a figure: what a second figure confirms of it, and what in it is to be looked at again."""

from data_pipeline.doubts.signs import Sign
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.doubt import doubt, second
from data_pipeline.words.numbers import known
from pages.components.html import Markup, html, joined
from pages.model.scene import Scene

MOST = 3  # sentences beside one figure


def again(scene: Scene, line: str, area: str) -> Markup:
    """Nothing where nothing is to be said. A sample always stands beside what it was taken of, a count where it
    contradicts."""
    found, rules = scene.again().of(line, area), scene.pack.doubts
    rate = _rate(scene.day, line, area)
    shown = [s for s in found.seconds if s.source.of == "sample" or s.contradicts(rules)]
    said = [second(s, rate, scene.lang) for s in shown]
    said += [doubt(d, scene.pack, scene.day.ops_day, scene.lang) for d in found.doubts if d.sign is not Sign.BESIDE]
    return joined(html('<small class="again">{}</small>', sentence) for sentence in said[:MOST])


def _rate(day: Day, line: str, area: str) -> float | None:
    row = day.at(line, area)
    return float(row["rate"]) if row and known(row["rate"]) else None
