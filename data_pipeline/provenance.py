"""What a table or file says of itself: as of when, as known when, from which data, judged by which targets."""

import hashlib

from data_pipeline.board import Board
from data_pipeline.clock import Moment
from data_pipeline.declare import Pack
from data_pipeline.words import say


def targets_version(pack: Pack, moment: Moment) -> str:
    """The day since which the targets in force hold, and a hash of all of them: equal words, equal targets."""
    since = max((t.valid_from for t in pack.targets if t.valid_from <= moment.ops_day), default=None)
    told = hashlib.sha256("\n".join(t.model_dump_json() for t in pack.targets).encode()).hexdigest()[:8]
    return f"{since:%Y-%m-%d} {told}" if since else told


def notes(board: Board, moment: Moment, sentence: str, lang: str) -> list[tuple[str, str]]:
    """(label, value), the sentence first."""
    operation = board.pack.operation
    told = {
        "sentence": sentence,
        "operation": operation.name(lang) + (f" · {say(lang, 'frame.simulated')}" if operation.simulated else ""),
        "as_of": f"{moment.as_of:%Y-%m-%d %H:%M}",
        "known_at": f"{moment.known_at:%Y-%m-%d %H:%M:%S}",
        "data_version": board.version(moment.known_at),
        "targets_version": targets_version(board.pack, moment),
        "small": say(lang, "export.small_note"),
    }
    return [(say(lang, f"export.{name}"), value) for name, value in told.items()]
