"""How good the forecasts were: by line, by hour, and what was told against what happened."""

from collections.abc import Mapping

import pandas as pd

from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.score import Scored, earned, reliability, rows, why_not
from data_pipeline.outlook import Past
from data_pipeline.outlook.past import HOURS
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK
from pages.components.charts.figure import Palette, base_layout, label
from pages.components.html import Markup, html, joined
from pages.components.panel import Chart, Drawn, chart_panel, panel, table

COLUMNS = ("coverage", "brier", "brier_straight", "brier_yesterday", "error_h")
BINS = 5


def scores(past: Past, pack: Pack, lang: str, theme: str) -> Drawn:
    if past.scored.empty:
        return Drawn(panel("scores", say(lang, "scores.title"), html("<p>{}</p>", say(lang, "scores.none"))))
    chart = _reliability(past, lang, theme)
    title, note = say(lang, "scores.title"), say(lang, "scores.note")
    by_line = panel("scores", title, _lines(past, pack, lang), note=note, css="scores-panel")
    read = joined(html("<p>{}</p>", say(lang, f"scores.read_{n}")) for n in ("held", "brier", "shown", "kept"))
    how = html(
        '<section class="panel told-panel" data-key="scores-read"><h2>{}</h2>{}</section>',
        say(lang, "scores.read"),
        read,
    )
    return Drawn(
        html('{lines}<div class="cols wide">{chart}{how}</div>', lines=by_line, chart=chart.html, how=how),
        chart.charts,
    )


def _lines(past: Past, pack: Pack, lang: str) -> Markup:
    """One row per line, withheld ones too; the same five figures at each of the scored hours."""
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"scores.col_{c}")) for c in COLUMNS)
    over = joined(html('<th scope="colgroup" colspan="{}">{}:00</th>', len(COLUMNS), h) for h in HOURS)
    first, last = (say(lang, f"scores.col_{c}") for c in ("line", "verdict"))
    body = joined(_line(past, pack.lines[x], lang) for x in pack.lines if x in past.by_line)
    body += _all(past, lang)
    return html(
        '<table class="plain scores"><thead><tr><th></th>{over}<th></th></tr><tr>'
        '<th scope="col">{first}</th>{heads}<th scope="col">{last}</th></tr></thead><tbody>{body}'
        "</tbody></table>",
        over=over,
        first=first,
        heads=heads * len(HOURS),
        last=last,
        body=body,
    )


def _all(past: Past, lang: str) -> Markup:
    """All lines together, hour by hour."""
    hours = {int(r["hour"]): r for r in rows(past.table(["hour"])) if "hour" in r}
    return _tr(say(lang, "scores.all"), hours, "", lang, "all")


def _line(past: Past, line: Line, lang: str) -> Markup:
    hours = {h: r for (name, h), r in past.by_hour.items() if name == line.id}
    return _tr(line.name(lang), hours, _verdict(past, line.id, lang), lang)


def _tr(name: str, hours: Mapping[int, Scored], verdict: str, lang: str, css: str = "") -> Markup:
    cells = joined(
        html('<td class="{}">{}</td>', "hour" if not i else "", c)
        for h in HOURS
        for i, c in enumerate(_cells(hours.get(h), lang))
    )
    return html(
        '<tr class="{css}"><th scope="row">{name}</th>{cells}<td>{verdict}</td></tr>',
        css=css,
        name=name,
        cells=cells,
        verdict=verdict,
    )


def _cells(r: Scored | None, lang: str) -> tuple[str, ...]:
    if r is None:
        return (BLANK,) * len(COLUMNS)
    error = BLANK if pd.isna(r["error_h"]) else say(lang, "number.minutes", minutes=round(60 * r["error_h"]))
    return (_share(r["coverage"]), *(_two(r[c]) for c in COLUMNS[1:4]), error)


def _verdict(past: Past, line: str, lang: str) -> str:
    """Whether the line is shown, or at which hours, or why not at all."""
    if not earned(past.by_line[line]):
        return say(lang, f"scores.not_{why_not(past.by_line[line])}")
    hours = [h for h in HOURS if (line, h) in past.by_hour]
    shown = [h for h in hours if past.earned(line, h)]
    if shown == hours:
        return say(lang, "scores.shown")
    return say(lang, "scores.shown_at", hours=say(lang, "forecast.several").join(f"{h}:00" for h in shown))


def _share(x: float) -> str:
    return BLANK if pd.isna(x) else f"{round(100 * x)}%"


def _two(x: float) -> str:
    return BLANK if pd.isna(x) else f"{x:.2f}"


def _reliability(past: Past, lang: str, theme: str) -> Drawn:
    """A dot on the diagonal is a risk that came true as often as it was told."""
    ink = Palette.of(theme)
    bins = reliability(past.of_level("district"), BINS).to_dict("records")
    x, y = [100 * b["said"] for b in bins], [100 * b["happened"] for b in bins]
    layout = base_layout(ink)
    layout["xaxis"] |= {"range": [-4, 106], "tickvals": [0, 25, 50, 75, 100], "ticksuffix": "%"}
    layout["yaxis"] |= {"range": [-4, 112], "tickvals": [0, 50, 100], "ticksuffix": "%"}
    layout["annotations"] = [
        label(f"{b['n']:,}", px, py, ink.muted, dy=-12) for b, px, py in zip(bins, x, y, strict=True)
    ]
    line = {"type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "hoverinfo": "skip",
            "line": {"color": ink.muted, "width": 1.4, "dash": "dot"}}  # fmt: skip
    dots = {"type": "scatter", "mode": "markers", "x": x, "y": y, "hoverinfo": "skip",
            "marker": {"size": 10, "color": ink.ink}}  # fmt: skip
    rows = [(f"{px:.0f}%", f"{py:.0f}%", f"{b['n']:,}") for b, px, py in zip(bins, x, y, strict=True)]
    twin = table([say(lang, f"scores.col_{c}") for c in ("said", "happened", "n")], rows)
    title = say(lang, "scores.reliability")
    alt = f"{title}: " + ", ".join(f"{a} → {b} ({n})" for a, b, n in rows)
    figure = {"data": [line, dots], "layout": layout}
    return chart_panel(Chart("reliability", title, figure, alt, twin), lang, note=say(lang, "scores.reliability_note"))
