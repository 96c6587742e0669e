"""What a table or file says of itself: as of when, as known when, from which data, judged by which targets."""

from data_pipeline.board import Board
from data_pipeline.clock import Moment
from data_pipeline.words import say


def notes(board: Board, moment: Moment, sentence: str, lang: str) -> list[tuple[str, str]]:
    """(label, value), the sentence first."""
    operation = board.pack.operation
    told = {
        "sentence": sentence,
        "operation": operation.name(lang) + (f" · {say(lang, 'frame.simulated')}" if operation.simulated else ""),
        "as_of": f"{moment.as_of:%Y-%m-%d %H:%M}",
        "known_at": f"{moment.known_at:%Y-%m-%d %H:%M:%S}",
        "data_version": board.version(moment.known_at),
        "targets_version": board.targets_version(moment.known_at),
        "small": say(lang, "export.small_note"),
    }
    return [(say(lang, f"export.{name}"), value) for name, value in told.items()]
