"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

from pages.parts.command import command
from pages.parts.panel import Drawn
from pages.parts.scene import Scene
from pages.shell import desk


def draw(s: Scene) -> Drawn:
    return command(s.day, s.freshness, s.lang, s.theme, s.line, s.area, s.matters(), s.alerts())


desk("command", draw, fit="screen")
