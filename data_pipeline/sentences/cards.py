"""What is said of an action agreed beforehand: for which state it is offered, and that it was opened already."""

from collections.abc import Sequence

from data_pipeline.actions.cards import Offered
from data_pipeline.declare import Pack
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import level_word, word
from data_pipeline.words import say


def offer(of: Offered, pack: Pack, lang: str) -> str:
    """Of what and where, its state, and what was agreed for it."""
    card = of.card
    about = pack.gauges[card.gauge].name(lang) if card.gauge else pack.lines[card.line].short(lang)
    if of.area:
        about = say(lang, "alert.placed", area=short(pack.area[of.area], lang), about=about)
    state = (level_word if card.gauge else word)(of.state, lang)
    text = say(lang, "card.offer", about=about, state=state, what=card.name(lang))
    return text + (say(lang, "card.taken", numbers=numbers(of.taken, lang)) if of.taken else "")


def source(of: Offered, pack: Pack, lang: str) -> str:
    """Among what else an action may come from."""
    return say(lang, "card.source", offer=offer(of, pack, lang))


def numbers(of: Sequence[int], lang: str) -> str:
    return say(lang, "forecast.several").join(say(lang, "action.number", number=n) for n in of)
