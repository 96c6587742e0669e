"""使用指南 How do I: where do leadership, analysts and meeting rooms do what they come for?"""

from data_pipeline.board.board import board
from data_pipeline.core.settings import settings
from data_pipeline.words import say
from pages.app.hosted import hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.components.panel import Drawn
from pages.components.said import titled
from pages.views.guide.guide import guide


def make(of: Looked) -> Hosts:
    """Nothing of it follows from data."""
    title = titled(say(of.me.lang, "page_name.guide"), say(of.me.lang, "guide.lead"))
    return Hosts(
        {"guide-top": Drawn(title), "guide": guide(board().pack, of.me.lang, together=bool(settings().cities))}
    )


hosted(Page("guide", make))
