"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

from pages.app.shell import desk
from pages.components.panel import Drawn
from pages.model.scene import Scene
from pages.views.command.command import command


def draw(s: Scene) -> Drawn:
    return command(s.day, s.freshness, s.lang, s.theme, s.line, s.area, s.matters(), s.alerts())


desk("command", draw, fit="screen")
