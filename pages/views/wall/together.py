"""All cities on the wall."""

from data_pipeline.words import say
from pages.components.cities import cities_table
from pages.components.html import html
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

ROW = 1.45  # em


def cities(seen: Seen) -> list[View]:
    of = seen.cities
    if of is None:
        return [View("cities", say(seen.lang, "cities.alone"), html('<div class="empty-view"></div>'))]
    screens = parts(of.rows, seen.room.fitting(seen.room.high - 1.25, ROW))
    need = len(of.in_need())
    key = "cities.wall" if need or not of.silent else "cities.wall_silent"
    key = key if of.whole else "cities.wall_nothing"
    title = say(seen.lang, key, all=len(of.rows), need=need, n=len(of.silent))
    return [View(f"cities{n or ''}", title, cities_table(of, some)) for n, some in enumerate(screens)]
