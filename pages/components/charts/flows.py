"""Where people are moved to: districts that send more than their own sites take, and districts that take more.

The feeds say who left a district and who came into a site, not who went where. So the lines are an estimate, and say
so: what a district sends beyond its own sites is shared among the receivers by what they take beyond their own people.
"""

from collections import Counter
from dataclasses import dataclass

from data_pipeline.declare import Line
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known
from pages.components.charts.figure import Palette, label
from pages.components.html import html
from pages.components.maps.ground import ground, middles, places
from pages.components.panel import Chart, Drawn, chart_panel, hidden, table
from pages.components.sites import site_rows
from pages.model.scene import Scene

ID = "flows"
LINE = "transfer"  # the line of those who are moved to a site
FOR_POSITIVES = ("HOSPITAL", "FANGCANG")  # families of sites that take them
WIDEST = 9.0  # px
MAIN = ("x", "y")  # the axes of the whole map
TOLD_FROM = 0.02  # of all that moves between districts: less is drawn, without a figure


@dataclass(frozen=True)
class Moved:
    sent: float  # people of this district who arrived today, anywhere
    taken: float  # people who came into this district's sites today

    @property
    def net(self) -> float:
        return self.taken - self.sent


def moved(scene: Scene, line: Line) -> dict[str, Moved]:
    mine: Counter[str] = Counter()
    for row in site_rows(scene):
        if row["family"] in FOR_POSITIVES and known(row["in_today"]):
            mine[str(row["area_code"])] += int(row["in_today"])
    found = {}
    for area in scene.pack.districts:
        row = scene.day.at(line.id, area.code)
        sent = float(row["done"]) if row and known(row["done"]) else 0.0
        found[area.code] = Moved(sent, float(mine[area.code]))
    return found


Between = dict[tuple[str, str], float]  # (from, to) → people


def shared(of: dict[str, Moved]) -> Between:
    """(from, to) → people, an estimate; what cannot be placed in the city's sites is left out."""
    out = {c: -m.net for c, m in of.items() if m.net < 0}
    into = {c: m.net for c, m in of.items() if m.net > 0}
    room, asked = sum(into.values()), sum(out.values())
    moves = min(room, asked)
    if not moves:
        return {}
    return {(a, b): moves * x / asked * y / room for a, x in out.items() for b, y in into.items()}


def ends(between: Between, end: int) -> dict[str, float]:
    """People by the district they left (0) or came to (1), as drawn."""
    found: dict[str, float] = {}
    for pair, people in between.items():
        found[pair[end]] = found.get(pair[end], 0.0) + people
    return found


def flows(scene: Scene, line: Line) -> Drawn:
    if scene.day.parted:
        return hidden(ID, say(scene.lang, "flows.title_plain"), scene.lang)
    lang, of = scene.lang, moved(scene, line)
    between = shared(of)
    title = _title(scene, between)
    rows = [
        (a.name(lang), exact(of[a.code].sent), exact(of[a.code].taken), f"{of[a.code].net:+,.0f}")
        for a in scene.pack.districts
    ]
    columns = [say(lang, f"flows.col_{c}") for c in ("area", "sent", "taken", "net")]
    sentences = [say(lang, "flows.alt_row", area=r[0], sent=r[1], taken=r[2]) for r in rows]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    return chart_panel(
        Chart(ID, title, _figure(scene, of, between), alt, table(columns, rows)), lang, note=_note(of, lang)
    )


def _title(scene: Scene, between: Between) -> str:
    lang = scene.lang
    if not between:
        return say(lang, "flows.title_plain")
    most, taken = max(ends(between, 1).items(), key=lambda end: end[1])
    facts = {"people": count(round(sum(between.values())), lang), "area": short(scene.pack.area[most], lang)}
    return say(lang, "flows.title", taken=count(round(taken), lang), **facts)


def _note(of: dict[str, Moved], lang: str) -> str:
    """Two feeds tell it, who left and who came in: what only one of them tells is not drawn, and said."""
    beyond = round(sum(m.net for m in of.values()))
    more = say(lang, f"flows.{'taken' if beyond > 0 else 'sent'}_beyond", people=count(abs(beyond), lang))
    return say(lang, "flows.note") + (more if beyond else "")


def _figure(scene: Scene, of: dict[str, Moved], between: Between) -> dict:
    lang, root, ink = scene.lang, scene.pack.root, Palette.of(scene.theme)
    names = {a.code: a.name(lang) for a in scene.pack.districts}
    figure = ground(scene, say(lang, "map.none"), names, inset=False)
    at = middles(root)
    labels = {c: p for c, (p, view) in places(root, lang).items() if view.axes == MAIN}
    most, whole = max(between.values(), default=0), sum(between.values())
    for (a, b), people in sorted(between.items(), key=lambda f: f[1]):
        if a in at and b in at:
            figure["data"].append(_line(at[a], at[b], people / most, ink.on_track))
    moves = ends(between, 0) | ends(between, 1)  # none is at both
    for code, m in of.items():
        if code not in at:
            continue
        text = say(lang, "flows.hover", area=names[code], sent=exact(m.sent), taken=exact(m.taken))
        figure["data"].append(_mark(at[code], m.net > 0, text, ink))
        if code in labels and whole and moves.get(code, 0.0) >= TOLD_FROM * whole:
            flow = say(lang, "flows.takes" if m.net > 0 else "flows.sends", people=count(round(moves[code]), lang))
            text = html("{}<br><b>{}</b>", short(scene.pack.area[code], lang), flow)
            note = label(text, *labels[code], ink.ink, size=11, dy=-20)
            figure["layout"]["annotations"].append(note | {"bgcolor": ink.panel, "opacity": 0.9, "borderpad": 1})
    return figure


def _line(start: tuple[float, float], end: tuple[float, float], share: float, colour: str) -> dict:
    """A bow, so that lines to and from one place stay apart; thick where many move."""
    (x0, y0), (x1, y1) = start, end
    bend = ((x0 + x1) / 2 + (y1 - y0) * 0.14, (y0 + y1) / 2 - (x1 - x0) * 0.14)
    steps = [i / 14 for i in range(15)]
    xs = [(1 - t) ** 2 * x0 + 2 * t * (1 - t) * bend[0] + t * t * x1 for t in steps]
    ys = [(1 - t) ** 2 * y0 + 2 * t * (1 - t) * bend[1] + t * t * y1 for t in steps]
    return {
        "type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip", "opacity": 0.65,
        "line": {"color": colour, "width": max(WIDEST * share, 0.8)},
    }  # fmt: skip


def _mark(at: tuple[float, float], takes: bool, text: str, ink: Palette) -> dict:
    """Filled where people come in, hollow where they leave."""
    marker = {
        "size": 11 if takes else 8,
        "color": ink.on_track if takes else ink.panel,
        "line": {"color": ink.on_track if takes else ink.ink, "width": 2},
    }
    return {
        "type": "scatter", "mode": "markers", "x": [at[0]], "y": [at[1]], "marker": marker, "text": [text],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
