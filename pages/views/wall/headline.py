"""Views of the ledger: the eight lines, the districts by line, the humane strip."""

from collections import Counter

from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import IN_NEED, UNKNOWN
from data_pipeline.sentences.closed import overnight
from data_pipeline.words import listed, say
from pages.components.html import Markup, html, joined
from pages.components.matrix import Chosen, matrix
from pages.components.strip import group
from pages.components.tiles import tile
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

TILE = (10.2, 8.4)  # em, the least a tile needs
GROUP = (13.2, 8.0)
UNWELL = (*IN_NEED, UNKNOWN)  # the first that there is makes the title: what nobody can judge is not said to be fine
ROW, COLUMN, NAME = 1.17, 4.5, 5.6  # of the matrix


def tiles(seen: Seen) -> list[View]:
    day, lang = seen.day, seen.lang
    lines = day.lines("headline")
    columns, per_view = seen.room.grid(len(lines), *TILE)
    states = Counter(day.state(x.id) for x in lines)
    worst = next((s for s in UNWELL if states[s]), "on_track")
    title = say(lang, f"wall.tiles_{worst}", place=seen.place(), all=len(lines), count=states[worst])
    title = overnight(day, lang) if day.is_over else title
    return [
        View(
            f"tiles{n or ''}",
            title,
            _grid("tiles", columns, joined(tile(day, x, lang) for x in some)),
            judged=seen.judged(some),
        )
        for n, some in enumerate(parts(lines, per_view))
    ]


def districts(seen: Seen) -> list[View]:
    day, lang, room = seen.day, seen.lang, seen.room
    rows = parts(day.order, room.fitting(room.high - 1.25, ROW))
    lines = parts(day.lines("headline"), room.fitting(room.wide - NAME, COLUMN))
    need = [c for c in day.order if day.count_states(c)["will_miss"]][:3]
    unknown = sum(day.state(x.id) == UNKNOWN for x in day.lines("headline"))
    title = say(
        lang, f"wall.matrix_{'need' if need else UNKNOWN if unknown else 'fine'}", areas=seen.names(need), count=unknown
    )
    if day.parted:
        title = seen.own()
    elif day.is_over and need:
        title = say(lang, "closed.wall_matrix", areas=seen.names(need))
    screens = [(codes, some) for codes in rows for some in lines]
    return [
        View(f"matrix{n or ''}", title, matrix(day, lang, Chosen(area=day.focus or None), codes, some))
        for n, (codes, some) in enumerate(screens)
    ]


def humane(seen: Seen) -> list[View]:
    day, lang = seen.day, seen.lang
    groups = day.lines("humane")
    columns, per_view = seen.room.grid(len(groups), *GROUP)
    states = {x.id: day.state(x.id) for x in groups}
    title = say(lang, "wall.humane_fine", all=len(groups))
    for state in UNWELL:
        if found := [x.short(lang) for x in groups if states[x.id] == state]:
            rows = [day.city(x.id) for x in groups if states[x.id] == state]
            missed = state == "will_miss" and all(row and row["judge"] == Judge.DEADLINE for row in rows)
            title = say(lang, f"wall.humane_{'missed' if missed else state}", groups=_few(found, lang))
            break
    return [
        View(
            f"humane{n or ''}",
            title,
            _grid("groups", columns, joined(group(day, x, lang) for x in some)),
            judged=seen.judged(some),
        )
        for n, some in enumerate(parts(groups, per_view))
    ]


def _few(names: list[str], lang: str, most: int = 3) -> str:
    text = listed(lang, names[:most])
    return text + (say(lang, "wall.more", all=len(names), rest=len(names) - most) if len(names) > most else "")


def _grid(css: str, columns: int, cells: Markup) -> Markup:
    return html(
        '<div class="grid {css}" style="--columns:{columns}">{cells}</div>', css=css, columns=columns, cells=cells
    )
