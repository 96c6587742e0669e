"""各市 Cities: all cities that finish together, as their boards report; drawn anew as any of them reports more."""

from data_pipeline.core.errors import BoardError
from pages.app import live
from pages.app.hosted import hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.nationwide import all_cities, published, together
from pages.views.cities.cities import cities


def make(of: Looked) -> Hosts:
    return Hosts({"cities": cities(all_cities(of.me, of.me.theme), of.me.lang)})


def also(of: Looked) -> int:
    """What any board publishes."""
    return published(together(of.me))


def passes(why: Exception) -> bool:
    """What all boards write to cannot be reached: what was seen stays, under its own time."""
    return live.waits(why) or (isinstance(why, BoardError) and why.code == "rollups_away")


hosted(Page("cities", make, "page", also=also), may=passes)
