"""All notices of a board at a moment, worked out from its rows: for what is no page."""

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.slots import turned
from data_pipeline.outbox.notice import Notice, of_alerts
from data_pipeline.outbox.overdue import overdue
from data_pipeline.outlook import outlook
from data_pipeline.outlook.alerts import EDGE, LATE, PACE, raised_so_far
from data_pipeline.outlook.day import Day


def notices(of: Board, moment: AsOf) -> list[Notice]:
    """Waits for the days before to be worked out."""
    pack, known_at = of.pack, moment.known_at
    steps = list(overdue(pack, of.actions(known_at), moment))
    rows = of.rows("page/day", known_at, ops_day=moment.ops_day, moment=turned(pack, moment))
    if not len(rows):
        return steps
    edges = of.rows("page/edges", known_at, ops_day=moment.ops_day, moment=moment.as_of, gauges=pack.alerts.gauges)
    bench = Bench(pack, moment.now, outlook(of, moment))
    day = Day.judged(rows, moment.ops_day, moment.as_of, bench)
    return [*of_alerts(day, raised_so_far(rows, bench, edges), moment), *steps]


def named(of: list[Notice], key: str) -> Notice:
    """The one with that key; raises BoardError alert_none."""
    found = next((n for n in of if key in (n.key, n.after)), None)
    if found is None:
        raise BoardError("alert_none", given=key[:80])
    return found


def subject_of(pack: Pack, text: str) -> str:
    """A subject as somebody wrote it; raises BoardError alert_none where this operation knows none of that name."""
    kind, _, rest = text.strip().partition(":")
    about, _, area = rest.partition("@")
    known = {PACE: pack.lines, LATE: pack.feeds, EDGE: pack.alerts.gauges}.get(kind, ())
    is_action = kind == "action" and about.isascii() and about.isdecimal()
    if not (about in known or is_action) or (area and (kind != EDGE or area not in pack.area)):
        raise BoardError("alert_none", given=text[:80])
    return text.strip()
