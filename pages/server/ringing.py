"""What is to be known outside the board goes into the outbox: alerts raised and eased, steps overdue."""

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import Clock
from data_pipeline.outbox.channels import Channels
from data_pipeline.outbox.gather import gather
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outlook.past import has_failed, is_ready
from pages.app.alerted import notice_rows
from pages.app.data_version import data_version


def ring(of: Board, clock: Clock, channels: Channels) -> int:
    """How many messages were put there. What is silenced is not sent; once the silence is over it is, if it stands.
    Until the days before are worked out no line is judged: then all that stands goes together, not half of it first."""
    if not channels.alerted:
        return 0
    moment = moment_of(clock)
    quiet = of.silences(moment.known_at)
    found = [n for n in notice_rows(data_version(clock, WHOLE), moment) if n.subject not in quiet]
    if not (is_ready(of, moment) or has_failed(of, moment)):
        return 0
    return gather(Outbox(of.state), channels, found, of.pack.alerts.every)
