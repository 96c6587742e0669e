"""What is said of files set aside, to whoever looks at the present: what they would change was tried on it alone."""

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.channels.trial import TRIALS
from data_pipeline.core.clock import process_clock
from data_pipeline.sentences.tried import would_change
from pages.app.looking import Looking


def set_aside(me: Looking) -> str:
    """One sentence, of districts in this visitor's sight alone; blank where nothing is set aside."""
    of = board()
    if not TRIALS or me.clock.text() != process_clock(of.pack.operation).text():
        return ""
    tried = TRIALS[0].said(of, moment_of(me.clock))
    return would_change(tried, me.sight.pack(of.pack), me.lang, every=me.sight.is_whole)
