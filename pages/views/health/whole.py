"""The data health page: what is to be known first, the files of one feed, and what lies below."""

from data_pipeline.words import say
from pages.components.html import Markup, html, joined
from pages.components.panel import panel
from pages.components.said import said, titled
from pages.components.sheet import rows_of, tabled
from pages.views.health.quality import Health


def top(of: Health, lang: str) -> Markup:
    """The sentence, what somebody has to do, the head figures, each feed in short."""
    parts = [titled(say(lang, "page_name.health"), of.lead)]
    parts += [said(sentence, "bad") for sentence in of.damage]
    parts += [said(sentence, "warn") for sentence in of.notices]
    return joined([*parts, heads(of), tabled("feeds", of.feeds)])


def heads(of: Health) -> Markup:
    each = joined(html("<div><dt>{}</dt><dd data-fig>{}</dd></div>", name, n) for name, n in of.heads)
    return html('<dl class="heads" data-key="heads">{}</dl>', each)


def slots(of: Health, feed: str) -> Markup:
    """The grid of the feed of this name, else of the first; on paper all of them."""
    names = [name for name, _ in of.grids]
    shown = feed if feed in names else names[0]
    grids = joined(
        html('<div class="{}" data-key="{}"><h3 class="on-paper">{}</h3>{}</div>',
             "" if name == shown else "on-paper", f"slots-{n}", name, rows_of(f"slots-{n}", grid))
        for n, (name, grid) in enumerate(of.grids)
    )  # fmt: skip
    return html('<p class="note" data-key="legend">{}</p>{}', of.legend, grids)


def low(of: Health, lang: str) -> Markup:
    tables = {"senders": of.senders, "unbalanced": of.unbalanced, "again": of.again}
    parts = [tabled(key, table) for key, table in tables.items()]
    parts += [tabled("seconds", of.seconds)] if of.seconds else []
    if of.jumps:
        sentences = joined(html("<p>{}</p>", sentence) for sentence in of.jumps)
        parts.append(panel("jumps", say(lang, "jumped.title"), sentences, note=of.jumps_note))
    return joined(parts)
