"""Any chart of the house is a picture without the chart library: what it says stands in it, where it belongs."""

import re
from typing import Any

import pytest

from pages.components.charts.as_svg import as_svg
from pages.components.charts.figure import Palette, base_layout, label
from pages.components.charts.plane import plane
from pages.components.panel import Chart, chart_panel, table
from tests.support.walls import ROOT

INK = Palette.of("light")
DRAWN = {"scatter", "bar", "heatmap"}


def figure(data: list[dict], **layout: Any) -> dict:
    own = base_layout(INK)
    own["xaxis"] |= {"range": [0, 10], "tickvals": [0, 5, 10], "ticktext": ["0", "5", "10"]}
    own["yaxis"] |= {"range": [0, 100], "tickvals": [0, 100], "ticktext": ["0", "100"]}
    return {"data": data, "layout": own | layout}


def numbers(path: str) -> list[float]:
    return [float(x) for x in re.findall(r"-?\d+\.\d", path)]


def test_a_line_runs_between_its_axes_and_its_words_are_in_it() -> None:
    line = {"type": "scatter", "mode": "lines", "x": [0, 10], "y": [0, 100], "line": {"color": "#123456", "width": 2}}
    drawn = as_svg(figure([line], annotations=[label("<b>6,218</b>人<br>当日", 10, 100, INK.ink)]), 400, 200)
    (d,) = re.findall(r'<path d="(M[^"]*)" fill="none" stroke="#123456"', drawn)
    assert numbers(d) == [46.0, 178.0, 392.0, 8.0]  # the margins of the house
    assert re.findall(r">([^<>]+)<", drawn) == ["0", "5", "10", "0", "100", "6,218", "人", "当日"]


def test_bars_of_one_place_stand_on_one_another() -> None:
    bars = [{"type": "bar", "orientation": "h", "x": [n], "y": [50], "width": 10, "marker": {"color": c}}
            for n, c in ((4, "#111111"), (6, "#222222"))]  # fmt: skip
    drawn = as_svg(figure(bars, barmode="stack"), 400, 200)
    found = {
        c: (float(x), float(w))
        for x, w, c in re.findall(r'x="([\d.]+)" y="[\d.]+" width="([\d.]+)" [^>]*fill="(#\d+)"', drawn)
    }
    one, other = found["#111111"], found["#222222"]
    assert sum(one) == pytest.approx(other[0], abs=0.2)
    assert sum(other) == pytest.approx(392.0, abs=0.2)


def test_a_cell_has_the_colour_of_its_step() -> None:
    cells = {"type": "heatmap", "x": [1], "y": [50], "z": [[1]], "zmin": -0.5, "zmax": 1.5,
             "colorscale": [[0, "#AAAAAA"], [0.5, "#AAAAAA"], [0.5, "#BBBBBB"], [1, "#BBBBBB"]]}  # fmt: skip
    assert 'fill="#BBBBBB"' in as_svg(figure([cells]), 400, 200)


def test_a_map_keeps_its_shape_whatever_room_it_has() -> None:
    own = base_layout(INK) | {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"visible": False, "range": [0, 1]},
        "yaxis": {"visible": False, "range": [0, 1], "scaleanchor": "x", "scaleratio": 1},
    }
    for wide, tall in ((400, 200), (200, 400)):
        on = plane(own, wide, tall, 0)
        across = on.at("x", 1, "x") - on.at("x", 0, "x")
        up = on.at("y", 0, "y") - on.at("y", 1, "y")
        assert across == pytest.approx(up)
        assert across == pytest.approx(200)


def test_what_is_drawn_ends_at_its_axes_and_two_figures_of_a_page_do_not_cut_each_other() -> None:
    line = {"type": "scatter", "mode": "lines", "x": [0, 20], "y": [0, 100]}
    one, other = (as_svg(figure([line], meta=str(n)), 400, 200) for n in range(2))
    ids = [set(re.findall(r'clipPath id="([^"]+)"', x)) for x in (one, other)]
    assert not ids[0] & ids[1]
    assert all(f"url(#{id})" in one for id in ids[0])


def test_words_of_a_figure_are_no_markup() -> None:
    drawn = as_svg(figure([], annotations=[label("&lt;script&gt; a&amp;b", 1, 1, INK.ink)]), 400, 200)
    assert "&lt;script&gt; a&amp;b" in drawn


def test_a_kind_of_trace_that_cannot_be_drawn_says_so_and_the_house_uses_none() -> None:
    with pytest.raises(ValueError, match="pie"):
        as_svg(figure([{"type": "pie"}]), 400, 200)
    texts = [f.read_text("utf-8") for f in (ROOT / "pages").rglob("*.py")]
    traces = {kind for text in texts for kind in re.findall(r'"type": "(\w+)"', text)}
    assert traces & {"pie", "sankey", "treemap", "box", "violin", "histogram", "contour", "surface"} == set()
    assert traces >= DRAWN


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_offers_its_picture_and_says_its_title(lang: str) -> None:
    drawn = chart_panel(Chart("burndown", "阳性转运", figure([]), "alt", table(["a"], [])), lang)
    assert all(f"export/picture.{form}?slot=burndown" in drawn.html for form in ("png", "svg"))
    assert drawn.charts["burndown"]["layout"]["meta"] == "阳性转运"
