"""The map that can be turned, with its table beside it: turned and enlarged with the pointer, read and put in order by
keyboard. The browser draws it where somebody scrolls to it (deck.js), and what moves is given to it in place."""

from pages.components.html import Markup, html
from pages.components.maps.atlas import Atlas
from pages.components.panel import Drawn, panel
from pages.components.sheet import sheet

KEY = "atlas"


def turnable(found: Atlas) -> Drawn:
    body = html(
        '<p class="how">{how}</p><div class="turned"><div class="deck" data-deck="{key}" role="img" aria-label="{alt}">'
        "</div>{table}</div>",
        how=found.how,
        key=KEY,
        alt=found.alt,
        table=_table(found),
    )
    return Drawn(panel(KEY, found.title, body, note=found.as_of, css="atlas"), decks={KEY: found.deck})


def _table(found: Atlas) -> Markup:
    if found.table.frame.empty:
        return html('<p class="nothing">{}</p>', found.table.nothing)
    return html('<div class="wide">{}</div>', sheet(found.table, "atlas-table"))


def at_foot(body: Drawn, found: Atlas) -> Drawn:
    """Below a page, in one drawing with it."""
    foot = turnable(found)
    return Drawn(body.html + foot.html, body.charts | foot.charts, body.decks | foot.decks)
