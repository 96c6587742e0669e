"""What a table or file says of itself: as of when, as known when, from which data, judged by which targets."""

from data_pipeline.access.sight import WHOLE, Sight
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Pack
from data_pipeline.words import say


def notes(board: Board, moment: AsOf, sentence: str, lang: str, sight: Sight = WHOLE) -> list[tuple[str, str]]:
    """(label, value), the mark of classification first where the pack has one, then the sentence."""
    operation = board.pack.operation
    mark = operation.marked(lang)
    facts = (
        ({"classification": mark} if mark else {})
        | {
            "sentence": sentence,
            "operation": operation.name(lang) + (f" · {say(lang, 'frame.simulated')}" if operation.simulated else ""),
            "as_of": f"{moment.as_of:%Y-%m-%d %H:%M}",
            "known_at": f"{moment.known_at:%Y-%m-%d %H:%M:%S}",
            "data_version": board.version(moment.known_at),
            "targets_version": board.targets_version(moment.known_at),
            "small": say(lang, "export.small_note"),
        }
        | ({} if sight.is_whole else {"sight": told_sight(board.pack, sight, lang)})
    )
    return [(say(lang, f"export.{name}"), value) for name, value in facts.items()]


def told_sight(pack: Pack, sight: Sight, lang: str) -> str:
    """That other districts are not shown, and whose are."""
    own = [a.name(lang) for a in sight.pack(pack).districts]
    names = say(lang, "forecast.several").join(own)
    return say(lang, "sight.own" if own else "sight.none", areas=names)
