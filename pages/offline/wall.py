"""The wall as a copy holds it: every view of it, one after another by the arrow keys."""

from pages.app.scenes import drawing
from pages.app.walls import asked_for
from pages.components.panel import Drawn
from pages.offline.taken import Taken


def wall_of(of: Taken, lang: str, theme: str) -> Drawn:
    wall = asked_for({"lang": lang, "theme": theme}, of.clock, of.sight)
    return drawing(wall, of.version, of.moment)
