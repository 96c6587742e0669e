"""The test card: can the last row read the smallest text, tell the four states apart, and see the whole picture?"""

from data_pipeline.outlook.day import STATES
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from pages.components.html import html, joined
from pages.components.marks import mark
from pages.views.wall.seen import Seen, View

SIZES = (1.0, 1.35, 2.0, 3.2)  # em: smallest text, labels, small and large figures
NAMES = 8, 14  # characters of the operation's own places that the largest line has room for


def card(seen: Seen) -> list[View]:
    """Lines of figures and characters that are easily taken for one another, from the smallest size on."""
    lang = seen.lang
    sample = say(lang, "wall.card_sample", areas=" ".join(_names(seen)))
    lines = joined(html('<p style="font-size:{}em">{}</p>', f"{size:g}", sample) for size in SIZES)
    states = joined(mark(s, lang) for s in STATES)
    ask = joined(html("<p>{}</p>", say(lang, f"wall.card_{n}", far=f"{seen.room.far:g}")) for n in ("read", "edge"))
    return [
        View(
            "card",
            say(lang, "wall.card"),
            html(
                '<div class="test-card">{lines}<p class="states">{states}</p>{ask}</div>',
                lines=lines,
                states=states,
                ask=ask,
            ),
        )
    ]


def _names(seen: Seen) -> list[str]:
    """The shortest, in their fixed order: as many as there is room for."""
    names = [short(a, seen.lang) for a in seen.day.pack.districts]
    room, chosen = by_width(seen.lang, *NAMES), []
    for name in sorted(names, key=len):
        room -= len(name) + 1
        if room < -1:
            break
        chosen.append(name)
    return [n for n in names if n in chosen]
