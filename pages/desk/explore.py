"""查询 Explore: what does any line or gauge say, for the areas and slots I choose?"""

from datetime import timedelta

from data_pipeline.board.board import board
from data_pipeline.trace.question import Question
from data_pipeline.trace.remarked import About
from pages.app.explored import explored
from pages.app.explored_days import explored_days
from pages.app.hosted import hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.questions import meant, question
from pages.app.remarked import remark_rows
from pages.components.html import Markup
from pages.components.panel import panel
from pages.components.remarks import newest
from pages.views.explore.days import explore_days
from pages.views.explore.explore import explore, whole

KEYS = ("id", "level", "areas", "since", "until", "days", "also")


def make(of: Looked) -> Hosts:
    me, pack = of.me, of.me.sight.pack(board().pack)
    q = question(me.asked, of.moment, me.sight)
    if q.days:
        answer = explore_days(pack, explored_days(of.moment, q, me.lang, me.sight), me.lang, me.theme)
    else:
        answer = explore(pack, explored(of.moment, q, me.lang, me.sight), me.lang, me.theme)
    return Hosts({"explore": whole(pack, q, answer, _remarks(of, q), me.lang)})


def _remarks(of: Looked, q: Question) -> Markup:
    """On what was asked for, of the days shown."""
    areas = [board().pack.operation.city_code] if q.level == "city" else q.areas
    since = of.moment.ops_day - timedelta(days=max(q.days, 1) - 1)
    found = remark_rows(of.moment, About([x.id for x in q.figures], areas, since, of.moment.ops_day), of.me.sight)
    if not found:
        return Markup()
    title, body = newest(of.me.sight.pack(board().pack), found, of.me.lang, with_place=True)
    return panel("remarks", title, body)


def means(of: Looked) -> dict[str, str]:
    return meant(of.me.asked, of.moment, of.me.sight)


hosted(Page("explore", make, "page", keys=KEYS, means=means))
