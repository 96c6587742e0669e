"""Actions agreed beforehand, where their state is shown: a press opens the form with all of it filled in."""

from collections.abc import Sequence
from urllib.parse import urlencode

from data_pipeline.actions.cards import Offered
from data_pipeline.declare import Pack
from data_pipeline.sentences.cards import offer
from data_pipeline.words import say
from pages.components.html import Markup, html, joined
from pages.components.panel import panel


def address(of: Offered) -> str:
    """Of the form, filled in; opening it changes nothing."""
    return f"/actions?{urlencode({'id': of.key})}"


def counted(of: Sequence[Offered], pack: Pack, lang: str) -> Markup:
    """How many there are, for a head; nothing where there is none."""
    if not of:
        return Markup()
    names = "\n".join(offer(o, pack, lang) for o in of)
    return html('<p title="{}"><a href="{}">{}</a></p>', names, address(of[0]), say(lang, "card.count", n=len(of)))


def listed(of: Sequence[Offered], pack: Pack, lang: str) -> Markup:
    """One line each."""
    return html('<ul class="offers">{}</ul>', joined(_one(o, pack, lang) for o in of))


def offers(of: Sequence[Offered], pack: Pack, lang: str) -> Markup:
    """A panel of them; nothing where there is none."""
    return panel("offers", say(lang, "card.title"), listed(of, pack, lang), css="offers-panel") if of else Markup()


def _one(of: Offered, pack: Pack, lang: str) -> Markup:
    return html(
        '<li>{text} <span class="muted">{unit}</span> <a class="open" href="{way}" target="_self">{word}</a></li>',
        text=offer(of, pack, lang),
        unit=say(lang, "card.unit", unit=of.card.unit(lang), hours=f"{of.card.hours:g}"),
        way=address(of),
        word=say(lang, "card.open"),
    )
