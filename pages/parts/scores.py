"""How good the forecasts were: by line, by hour, and what was told against what happened."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.forecast.score import earned, reliability
from data_pipeline.outlook import Past
from data_pipeline.words import say
from pages.parts.figure import Palette, base_layout, label
from pages.parts.panel import Drawn, chart_panel, panel, table

COLUMNS = ("line", "n", "coverage", "brier", "brier_straight", "brier_yesterday", "error_h", "verdict")
BINS = 5
WANTED = 0.80


def scores(past: Past, pack: Pack, lang: str, theme: str) -> Drawn:
    if past.scored.empty:
        return Drawn(panel("scores", say(lang, "scores.title"), f"<p>{escape(say(lang, 'scores.none'))}</p>"))
    chart = _reliability(past, lang, theme)
    lines = [x for x in pack.lines if x in past.by_line]
    rows = [(pack.lines[x].name(lang), *_row(past.by_line[x], lang)) for x in lines]
    heads = [say(lang, f"scores.col_{c}") for c in COLUMNS]
    by_line = panel(
        "scores", say(lang, "scores.title"), table(heads, rows), note=say(lang, "scores.note"), css="scores-panel"
    )
    hours = past.table(["hour"]).to_dict("records")
    by_hour = panel(
        "scores-hour",
        say(lang, "scores.hour_title"),
        table([say(lang, "scores.col_hour"), *heads[1:-1]], [(f"{r['hour']}:00", *_row(r, lang)[:-1]) for r in hours]),
    )
    return Drawn(f'<div class="cols wide">{by_line}<div class="stack">{by_hour}{chart.html}</div></div>', chart.charts)


def _row(r: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    error = "—" if pd.isna(r["error_h"]) else say(lang, "number.minutes", minutes=round(60 * r["error_h"]))
    return (
        f"{int(r['n']):,}", _share(r["coverage"]), *(_two(r[c]) for c in COLUMNS[3:6]), error,
        say(lang, "scores.shown" if earned(r) else "scores.not_shown"),
    )  # fmt: skip


def _share(x: float) -> str:
    return "—" if pd.isna(x) else f"{round(100 * x)}%"


def _two(x: float) -> str:
    return "—" if pd.isna(x) else f"{x:.2f}"


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
    return chart_panel("reliability", title, figure, alt, twin, lang, note=say(lang, "scores.reliability_note"))
