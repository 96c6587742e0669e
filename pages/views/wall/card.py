"""The test card: can the last row read the smallest text, tell the four states apart, and see the whole picture?"""

from html import escape

from data_pipeline.words import say
from pages.components.marks import mark
from pages.model.day import STATES
from pages.views.wall.seen import Seen, View

SIZES = (1.0, 1.35, 2.0, 3.2)  # em: smallest text, labels, small and large figures


def card(seen: Seen) -> list[View]:
    """Lines of figures and characters that are easily taken for one another, from the smallest size on."""
    lang = seen.lang
    told = escape(say(lang, "wall.card_sample"))
    lines = "".join(f'<p style="font-size:{size:g}em">{told}</p>' for size in SIZES)
    states = "".join(mark(s, lang) for s in STATES)
    ask = "".join(f"<p>{escape(say(lang, f'wall.card_{n}', far=f'{seen.room.far:g}'))}</p>" for n in ("read", "edge"))
    return [
        View("card", say(lang, "wall.card"), f'<div class="test-card">{lines}<p class="states">{states}</p>{ask}</div>')
    ]
