"""The map that can be turned: districts by the state of a line, sites as columns by kind and how full they are, and who
is moved between districts as arcs. The feeds give no coordinates of sites: a district's stand side by side in it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.declare.boundaries import outlines
from data_pipeline.declare.placing import Box, Point, around, box
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS, level_word
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, moment
from pages.components.charts.flows import moved, shared
from pages.components.charts.occupancy import limits, share_of, state_at
from pages.components.data_table import DataTable, Kind, TableColumn
from pages.components.maps import layers
from pages.components.maps.ground import middles
from pages.components.maps.map import fill, told_of, views
from pages.components.sites import by_kind, has_sites, in_order, site_rows
from pages.components.theme import rgba, tokens
from pages.model.scene import Scene

APART = 0.029  # degrees of longitude between the columns of one district
CLOSER = 0.06  # degrees around the one district looked at
WIDTHS = {"area": 112, "kind": 142, "usable": 60, "used": 60, "share": 115, "state": 125}  # px: of the table
TELL_FROM = 1.0  # people: an estimate of less is nobody


@dataclass(frozen=True)
class Atlas:
    """`deck`: as the browser reads it. `rows`: the same sites as a table, for those who read rather than turn."""

    title: str
    as_of: str
    how: str  # to read the map, and to turn it
    alt: str
    deck: str
    rows: pd.DataFrame
    table: DataTable


def atlas(scene: Scene, line: Line, moving: Line | None = None, near: str | None = None) -> Atlas | None:
    """`line` colours the ground; `moving`: the line of those who are moved; `near`: the one district looked at.
    None where the pack declares no outlines, or no sites nor moves to stand on them, or nothing is known of today."""
    shapes = outlines(scene.pack.root)
    if not shapes or not (moving or has_sites(scene.pack)) or scene.day.is_empty or not scene.pack.districts:
        return None
    moving = None if scene.day.parted else moving  # between districts: an estimate from all there are
    lang, t = scene.lang, tokens(scene.theme)
    at = middles(scene.pack.root)
    sites = _sites(scene, at)
    moves = _moves(scene, moving, at, near)
    ground = _districts(scene, line)
    drawn = [
        layers.outlined(ground, shapes, t),
        *layers.columns(sites, max(sites["usable"], default=0.0), t),
        *([layers.arcs(moves, t)] if len(moves) else []),
        layers.names(_named(scene, ground, at, near), t),
    ]
    whole = around([box(rings) for code, rings in shapes.items() if code == near or not near])
    title = say(lang, "atlas.title", line=line.short(lang))
    text = say(lang, "panel.join").join([*ground["told"], *sites["told"]]).replace("\n", " ")
    alt = say(lang, "panel.alt", title=title, rows=text)
    how = say(lang, "atlas.note") + (say(lang, "atlas.note_moves") if len(moves) else "")
    own = sites.query("code == @near") if near else sites
    as_of = _as_of(scene, line)
    return Atlas(title, as_of, how, alt, layers.deck(drawn, _wider(whole, near), t), own, _table(own, as_of, lang))


def _table(sites: pd.DataFrame, as_of: str, lang: str) -> DataTable:
    kinds: dict[str, Kind] = {"usable": "number", "used": "number", "share": "fill", "state": "state"}
    columns = [TableColumn(c, say(lang, f"atlas.col_{c}"), kinds.get(c, "text"), w) for c, w in WIDTHS.items()]
    rows = [r | {"share": r["share"] / 100} for r in records(sites)]
    return DataTable.of("", columns, rows, nothing=say(lang, "atlas.no_sites"), alt=as_of)


def _as_of(scene: Scene, line: Line) -> str:
    """Two feeds, each with its own last report: both are told."""
    city, found = scene.day.city(line.id), site_rows(scene)
    times = {"state": city["as_of"] if city else None, "sites": max((r["as_of"] for r in found), default=None)}
    clocks = {name: moment(at, scene.day.ops_day, scene.lang) if at else BLANK for name, at in times.items()}
    return say(scene.lang, "atlas.as_of", **clocks)


def _districts(scene: Scene, line: Line) -> pd.DataFrame:
    lang, t, day = scene.lang, tokens(scene.theme), scene.day
    rows = []
    for area in (a for a in scene.pack.districts if a.code in outlines(scene.pack.root)):
        state = day.state(line.id, area.code)
        facts = {"line": line.short(lang), **told_of(day, line, area.code, lang)}
        name = f"{GLYPHS[state]}{short(area, lang)}"
        rows.append((area.code, name, say(lang, "atlas.district", **facts), rgba(fill(state, t), 190)))
    return pd.DataFrame(rows, columns=["code", "name", "told", "colour"])


def _named(scene: Scene, ground: pd.DataFrame, at: Mapping[str, Point], near: str | None) -> pd.DataFrame:
    """Those that have room for a name: on the whole map the small ones are told on hover and in the table."""
    large = views(scene.pack.root, scene.lang)[0].labels
    rows = ground[[near is not None or c in large for c in ground["code"]]]
    return rows.assign(at=[list(at[c]) for c in rows["code"]])


def _sites(scene: Scene, at: Mapping[str, Point]) -> pd.DataFrame:
    """One row a district and kind of site with places today."""
    lang, t, found = scene.lang, tokens(scene.theme), site_rows(scene)
    families = {str(r["site_type"]): str(r["family"]) for r in found}
    rows = []
    for area in (a for a in scene.pack.districts if a.code in at):
        kinds = {k: f for k, f in by_kind(found, area.code).items() if f["usable_units"]}
        for i, kind in enumerate(in_order(scene, kinds)):
            of = kinds[kind]
            share = share_of(of["occupied_units"], of["usable_units"])
            state = state_at(limits(scene, families[kind]), share)
            x, y = at[area.code]
            facts = {
                "area": area.name(lang),
                "kind": scene.pack.term("site_type", kind, lang),
                "state": f"{GLYPHS[state]} {level_word(state, lang)}",
            }
            hover = say(lang, "atlas.site", used=exact(of["occupied_units"]), usable=exact(of["usable_units"]), **facts)
            place = [x + APART * (i - (len(kinds) - 1) / 2), y]
            rows.append((area.code, hover, rgba(getattr(t, state)), place, of["usable_units"], of["occupied_units"],
                         share, *facts.values()))  # fmt: skip
    names = ["code", "told", "colour", "at", "usable", "used", "share", "area", "kind", "state"]
    return pd.DataFrame(rows, columns=names)


def _moves(scene: Scene, moving: Line | None, at: Mapping[str, Point], near: str | None) -> pd.DataFrame:
    """One row a pair of districts between which people were moved today, an estimate; of one district, its own."""
    lang, names = scene.lang, {a.code: a.name(scene.lang) for a in scene.pack.districts}
    between = shared(moved(scene, moving)) if moving else {}
    rows = [
        (
            say(lang, "atlas.move", start=names[a], end=names[b], people=count(round(n), lang)),
            list(at[a]),
            list(at[b]),
            n,
        )
        for (a, b), n in between.items()
        if n >= TELL_FROM and a in at and b in at and near in (None, a, b)
    ]
    return pd.DataFrame(rows, columns=["told", "start", "end", "people"])


def _wider(at: Box, near: str | None) -> Box:
    by = CLOSER if near else 0.0
    return at[0] - by, at[1] - by, at[2] + by, at[3] + by
