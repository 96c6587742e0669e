"""Of a day that is closed, what stands in place of a countdown."""

from data_pipeline.core.stretch import Stretch
from data_pipeline.outlook.day import Day
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from pages.components.html import Markup, html


def when(day: Day, lang: str, words: str = "closed") -> Markup:
    """In place of a countdown: which day this is, that it is closed, and what comes next, or what to do."""
    now = day.stands
    assert now is not None
    key = "ended" if now.stretch is Stretch.ENDED else "day"
    title = say(lang, f"{words}.when_{key}", day=day_name(day.ops_day, lang))
    return html('<div class="left closed" data-key="closed-{}">{}</div>', now.stretch, title)


def next_step(day: Day, lang: str) -> Markup:
    """Under it: the first report of the new day, or that the bar leads to another moment."""
    now = day.stands
    assert now is not None
    if now.stretch is Stretch.ENDED:
        return html("<span>{}</span>", say(lang, "closed.choose"))
    if now.opening:
        came, all = now.opening.files
        facts = {"clock": f"{now.opening.slot:%H:%M}", "came": came, "all": all}
        return html("<span data-fig>{}</span>", say(lang, "closed.due", **facts))
    return Markup()
