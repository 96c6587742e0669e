"""People: duties and posts each on its own, support teams by kind, and disinfection with how sure its quality is."""

from collections.abc import Sequence

from data_pipeline.core.bounds import wilson
from data_pipeline.declare import Gauge
from data_pipeline.outlook.readings import GaugeRow
from data_pipeline.query.rows import TeamsRow
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known, percent
from data_pipeline.words.numbers import moment as told_at
from pages.components.charts.figure import Palette, base_layout, label
from pages.components.html import Markup, html, joined
from pages.components.ledgers import ledgers
from pages.components.panel import Chart, Drawn, chart_panel, panel, table
from pages.model.scene import Scene

TEAMS = "page/teams"
COVER = ("duty_compound", "duty_office", "duty_building", "duty_testing", "duty_delivery", "duty_reportin", "duty_org",
         "rest_frontline")  # fmt: skip
WORK = ("epi_onsite_2h", "epi_core_4h", "epi_report_24h", "disinfect_public", "disinfect_terminal",
        "disinfect_prevent", "goods_disinfect", "waste_special", "waste_medical")  # fmt: skip
LEGS = ("assigned", "lodging", "meals", "transport", "ppe", "ready")
FLOOR = 0.98  # of the people of a kind of team; below it a leg is marked
PASSED, BOUND = "quality_pass", "quality_pass_low"


def cover(scene: Scene) -> Drawn:
    """Every compound, office and residential building with somebody who answers for it; posts; rest."""
    return _lines(scene, "cover", COVER)


def work(scene: Scene) -> Drawn:
    """Investigation, disinfection and waste: each with its own limit."""
    return _lines(scene, "work", WORK)


def _lines(scene: Scene, key: str, ids: Sequence[str]) -> Drawn:
    lines = [x for id in ids if (x := scene.pack.lines.get(id))]
    title, note = say(scene.lang, f"people.{key}"), say(scene.lang, f"people.{key}_note")
    return Drawn(ledgers(scene, f"people-{key}", title, lines, note))


def teams(scene: Scene) -> Drawn:
    """Support teams by what they came for: heads, and the share that has each leg; ready is the shortest leg."""
    lang = scene.lang
    rows = scene.asked(TEAMS, TeamsRow, ops_day=scene.day.ops_day, moment=scene.day.asked, area=scene.place)
    title = say(lang, "people.teams", heads=count(sum(r["headcount"] for r in rows), lang))
    if not rows:
        return Drawn(panel("teams", title, html('<p class="nothing">{}</p>', say(lang, "people.no_teams"))))
    heads = joined(
        html('<th scope="col">{}</th>', say(lang, f"people.{c}")) for c in ("mission", "team_count", "heads", *LEGS)
    )
    body = joined(_team(scene, r) for r in rows)
    at = told_at(max(r["as_of"] for r in rows), scene.day.ops_day, lang)
    whole = html('<table class="plain teams"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, body)
    note = say(lang, "people.teams_note", clock=at)
    return Drawn(panel("teams", title, html('<div class="fill">{}</div>', whole), note=note))


def _team(scene: Scene, row: TeamsRow) -> Markup:
    name = scene.pack.term("mission", str(row["mission"]), scene.lang)
    cells = joined(_leg(scene, row, leg) for leg in LEGS)
    return html(
        '<tr><th scope="row">{name}</th><td data-fig>{teams}</td><td data-fig>{headcount}</td>{cells}</tr>',
        name=name,
        teams=exact(row["teams"]),
        headcount=count(row["headcount"], scene.lang),
        cells=cells,
    )


def _leg(scene: Scene, row: TeamsRow, leg: str) -> Markup:
    """The share, and where it falls short how many people lack it."""
    if not known(row[leg]):
        return html("<td>{}</td>", BLANK)
    share, short_of = row[leg] / row["headcount"], int(row["headcount"] - row[leg])
    lacks = html(" <small>{}</small>", say(scene.lang, "people.lacks", count=exact(short_of))) if short_of else ""
    return html(
        '<td class="{lacks}" data-fig>{share}%{short}</td>',
        lacks="lacks" if share < FLOOR else "",
        share=percent(share),
        short=lacks,
    )


def quality(scene: Scene) -> Drawn:
    """Share of checks passed with its 95 % bounds: few checks prove little."""
    lang = scene.lang
    judged = [(g, r, b) for g in scene.readings.of_page("people", PASSED)
            if (r := scene.readings.at(g.id, scene.place)) and known(r["denom"])
            and (b := wilson(float(r["numer"]), float(r["denom"])))]  # fmt: skip
    title = say(lang, "people.quality")
    rows = [
        (_kind(scene, g), exact(r["denom"]), exact(r["numer"]), f"{r['value']:.1f}", f"{b[0]:.1f}", f"{b[1]:.1f}")
        for g, r, b in judged
    ]
    columns = [say(lang, f"people.{c}") for c in ("kind", "checked", "passed", "share", "low", "high")]
    alt = say(lang, "people.quality_alt", title=title, rows="; ".join(f"{r[0]} {r[4]}–{r[5]}" for r in rows))
    figure = _ranges(scene, judged)
    return chart_panel(
        Chart("quality", title, figure, alt, table(columns, rows)), lang, note=say(lang, "people.quality_note")
    )


def _kind(scene: Scene, gauge: Gauge) -> str:
    return scene.pack.term("task_type", gauge.item or "", scene.lang)


def _ranges(scene: Scene, judged: Sequence[tuple[Gauge, GaugeRow, tuple[float, float]]]) -> dict:
    lang, ink = scene.lang, Palette.of(scene.theme)
    layout = base_layout(ink) | {"margin": {"l": 8, "r": 10, "t": 6, "b": 22}}
    if not judged:
        layout["annotations"] = [label(say(lang, "people.no_checks"), 0.5, 0.5, ink.muted, paper=True)]
        return {"data": [], "layout": layout}
    least = min([low for _, _, (low, _) in judged] + [float(r["target"]) for _, r, _ in judged if known(r["target"])])
    start = max(10 * int((least - 5) // 10), 0)
    ticks = list(range(start, 101, 10 if start < 60 else 5))
    layout["xaxis"] |= {
        "range": [start, 100 + (100 - start) / 20],
        "tickvals": ticks,
        "ticktext": [f"{t}%" for t in ticks],
    }
    layout["yaxis"] |= {"range": [len(judged) - 0.35, -0.75], "tickvals": [], "showgrid": False}
    data, notes, shapes = [], [], []
    for i, (gauge, row, (low, high)) in enumerate(judged):
        colour = getattr(ink, str(row["state"]), ink.ink) if row["state"] else ink.ink
        hover = say(lang, "people.range", kind=_kind(scene, gauge), low=f"{low:.1f}", high=f"{high:.1f}")
        data.append({"type": "scatter", "mode": "lines", "x": [low, high], "y": [i, i], "hoverinfo": "skip",
                     "line": {"color": colour, "width": 9}, "opacity": 0.45})  # fmt: skip
        data.append({"type": "scatter", "mode": "markers", "x": [row["value"]], "y": [i], "text": [hover],
                     "hovertemplate": "%{text}<extra></extra>", "marker": {"size": 11, "color": colour}})  # fmt: skip
        facts = {"share": f"{row['value']:.1f}", "low": f"{low:.1f}", "high": f"{high:.1f}"}
        facts |= {"passed": exact(row["numer"]), "checked": exact(row["denom"])}
        name = say(lang, "people.range_name", kind=_kind(scene, gauge), **facts)
        notes.append(label(name, start, i, ink.ink, anchor="left", dy=-18, size=13))
        if known(row["target"]):
            shapes.append({"type": "line", "x0": row["target"], "x1": row["target"], "y0": i - 0.13, "y1": i + 0.2,
                           "line": {"color": ink.ink, "width": 1.6}})  # fmt: skip
            notes.append(label(f"{row['target']:g}%", float(row["target"]), i, ink.muted, dy=16, size=11))
    return {"data": data, "layout": layout | {"annotations": notes, "shapes": shapes}}


PROOFS: Sequence[Sequence] = ([cover], [teams, quality], [work])
