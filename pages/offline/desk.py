"""The pages of the desk as a copy holds them: drawn by the pages' own scripts, a table of the kit as a plain one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from data_pipeline.board.board import board
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.words import say
from pages.app.described_rows import definitions_in_force, quality_rows
from pages.app.doubted import doubt_rows
from pages.app.hosts import Looked, page_of
from pages.app.loaded import shown_loads
from pages.app.shell import PLACE, declared, scene
from pages.components import loads
from pages.components.data_table import DataTable
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn, panel
from pages.components.sheet import tabled
from pages.model.menu import MENU, in_menu_of
from pages.model.scene import Scene
from pages.offline.taken import Taken
from pages.views.definitions.definitions import entries_table, figures_table
from pages.views.health.tables import health

SCRIPTS = Path(__file__).parents[1]
BY_SHELL = "from pages.app.shell import desk"  # scripts that draw as they look: nothing in them waits for a viewer
TABLES = ("outlook", "loads", "health", "definitions")  # pages of the kit's own parts
COMMAND = "command"
OUTLOOK = ("outlook-top", "outlook-overnight", "outlook-scores")


@cache
def drawn_pages() -> tuple[str, ...]:
    """Pages that a scene is enough for, in the order of the menu."""
    return tuple(id for id, file, _ in MENU if BY_SHELL in (SCRIPTS / file).read_text("utf-8"))


def _draw(id: str, of: Scene) -> Drawn:
    draw = declared(id)
    assert draw is not None
    return draw(of)


def pages_of(of: Taken, lang: str, theme: str, *, every: bool) -> Iterator[tuple[str, Drawn]]:
    """(address, drawing). `every`: with each line and district chosen; else each page as it opens."""
    on = scene(of.looking(lang, theme), of.version)
    for id in drawn_pages():
        if id == PLACE or not in_menu_of(id, of.pack):
            continue
        yield id, _draw(id, on)
        for line in _lines(id, on) if every else ():
            yield f"{id}?line={line.id}", _draw(id, replace(on, line=line.id))
    for area in of.pack.districts if every else ():
        yield f"{PLACE}?area={area.code}", _draw(PLACE, replace(on, area=area.code))


def _lines(id: str, on: Scene) -> Iterable[Line]:
    return on.day.lines("headline") if id == COMMAND else on.day.lines_of(id)


def outlook_page(of: Taken, lang: str, theme: str) -> Drawn:
    """Without the what-if, which is worked out as one asks, and what is entered there."""
    page = page_of("outlook")
    assert page is not None
    parts = page.make(Looked(of.looking(lang, theme), of.version, of.moment)).parts
    return together(parts[key] for key in OUTLOOK if key in parts)


def together(parts: Iterable[Drawn]) -> Drawn:
    """One below the other."""
    every = [*parts]
    charts: Mapping[str, Any] = dict(chain.from_iterable(p.charts.items() for p in every))
    return Drawn(joined(p.html for p in every), dict(charts))


def table_pages(of: Taken, lang: str) -> Iterator[tuple[str, Drawn]]:
    yield "loads", _loads(of, lang)
    yield "health", _health(of, lang)
    yield "definitions", _definitions(of, lang)


def _loads(of: Taken, lang: str) -> Drawn:
    found = shown_loads(board().loads(of.moment.known_at).iloc[::-1], of.version)
    table = loads.records_table(records(found, LoadRow), board().pack, lang)
    return _page("loads", lang, say(lang, "loads.told"), [laid("records", table)])


def _health(of: Taken, lang: str) -> Drawn:
    found = health(quality_rows(of.moment, of.sight, doubt_rows(of.version, of.moment)), lang)
    heads = joined(html("<dt>{}</dt><dd>{}</dd>", name, figure) for name, figure in found.heads)
    noted = joined(html("<p>{}</p>", x) for x in (*found.damage, *found.notices, *found.jumps))
    grids = [laid(f"slots-{n}", replace(grid, title=name)) for n, (name, grid) in enumerate(found.grids)]
    parts = [
        panel("heads", say(lang, "page_name.health"), html("<dl>{}</dl>{}", heads, noted), note=found.legend),
        laid("feeds", found.feeds),
        *grids,
        laid("senders", found.senders),
        laid("unbalanced", found.unbalanced),
        laid("again", found.again),
        *([laid("seconds", found.seconds)] if found.seconds else []),
    ]
    return _page("health", lang, found.lead, parts)


def _definitions(of: Taken, lang: str) -> Drawn:
    found = definitions_in_force(of.moment, lang)
    shown = found.found("", "")
    queries = joined(
        html("<details><summary>{}.sql</summary><pre>{}</pre></details>", name, text)
        for name, text in found.sql.items()
    )
    parts = [
        laid("entries", entries_table(found, shown)),
        laid("figures", figures_table(found, shown, "")),
        panel("queries", found.say("queries"), queries, note=found.say("queries_note")),
    ]
    return _page("definitions", lang, found.lead, parts)


def _page(id: str, lang: str, lead: str, parts: Iterable[Markup]) -> Drawn:
    head = html(
        '<section class="lead"><div class="told"><h1>{}</h1><p>{}</p></div></section>',
        say(lang, f"page_name.{id}"),
        lead,
    )
    return Drawn(html('<div class="duty sheet-page">{}{}</div>', head, joined(parts)))


def laid(id: str, of: DataTable) -> Markup:
    """As on the board; what only a press opens is left out."""
    return tabled(id, replace(of, presses=()), links=False)
