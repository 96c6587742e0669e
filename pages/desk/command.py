"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

from data_pipeline.board import board
from pages.looking import looking
from pages.parts.command import command
from pages.parts.panel import Drawn
from pages.parts.scene import Scene
from pages.pulse import pulse
from pages.rows import alert_rows, matter_rows
from pages.shell import desk


def _drawn(s: Scene) -> Drawn:
    clock = looking().clock
    now, moment = pulse(clock), clock.moment(board().pack.operation)
    decide = (matter_rows(now, moment), alert_rows(now, moment))
    return command(s.day, s.freshness, s.lang, s.theme, s.line, s.area, *decide)


desk("command", _drawn, fit="screen")
