"""A figure, the edge told beside it and the state told beside both never contradict each other."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_pipeline.core.status import level_of
from data_pipeline.outlook.readings import GaugeRow, Readings, decimals, edge_of, in_row, read, shown, target
from data_pipeline.words import LANGUAGES
from data_pipeline.words.numbers import percent, share
from pages.components.gauge import Card, card
from tests.support import samples
from tests.support.rows import row as row_as
from tests.support.rows import rows as rows_as

PACK = samples.pack()
CITY = PACK.operation.city_code
GAUGES = [g for g in PACK.gauges.values() if g.tier]
HELD = [t for t in PACK.targets if t.direction in ("up", "down") and not all(pd.isna([t.amber, t.target]))]


def row(value: float, direction: str, target: float | None, amber: float | None, red: float | None) -> dict:
    nan = float("nan")
    return {
        "value": value,
        "direction": direction,
        "target": nan if target is None else target,
        "amber": nan if amber is None else amber,
        "red": nan if red is None else red,
    }


@st.composite
def near_an_edge(draw: st.DrawFn) -> tuple[dict, str]:
    """A row of a declared target with a value on, just beside, or somewhere about one of its edges; and its unit."""
    held = draw(st.sampled_from(HELD))
    edges = [float(x) for x in (held.target, held.amber, held.red) if x is not None and not pd.isna(x)]
    edge = draw(st.sampled_from(edges))
    off = draw(st.one_of(st.just(0.0), st.floats(-0.2, 0.2), st.floats(-0.002, 0.002), st.floats(-5, 5)))
    return row(max(edge + off, 0.0), held.direction, held.target, held.amber, held.red), held.unit


@settings(max_examples=600)
@given(near_an_edge(), st.sampled_from(LANGUAGES))
@example((row(94.96, "up", 100, 95, 80), "percent"), "zh")
@example((row(99.96, "up", 100, 100, 98), "percent"), "en")
@example((row(85.04, "down", 85, 85, 92), "percent"), "zh")
@example((row(0.74999, "up", 1.5, 1.5, 0.75), "day"), "en")
@example((row(47.96, "up", 48, 48, 24), "h"), "zh")
@example((row(2999.7, "down", 3000, 3000, 4000), "person_per_point"), "en")
def test_the_state_of_the_figure_told_is_the_state_that_is_told(of: tuple[dict, str], lang: str) -> None:
    facts, unit = of
    held = row_as(GaugeRow, facts)
    told = shown(held, unit, lang)
    assert level_of(held, read(told, lang)) is level_of(held)
    assert read(told, lang) == pytest.approx(facts["value"], abs=max(0.011 * facts["value"], 1.0))
    (even,) = in_row([facts["value"]], unit, lang, rows_as(GaugeRow, [facts]))
    assert level_of(held, read(even, lang)) is level_of(held)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("metric", sorted({t.metric for t in HELD}))
def test_the_edge_that_is_told_is_the_one_that_judges(metric: str, lang: str) -> None:
    """95.8 % against ≥ 100 % is never on track: what is told is the edge, and being on track means keeping it."""
    for held in (t for t in HELD if t.metric == metric):
        gauge = next((g for g in PACK.gauges.values() if g.metric == metric), None)
        if gauge is None:
            continue
        edge = edge_of(row_as(GaugeRow, row(0, held.direction, held.target, held.amber, held.red)))
        assert edge is not None
        for value in (edge - 0.3, edge, edge + 0.3):
            facts = row_as(GaugeRow, row(value, held.direction, held.target, held.amber, held.red))
            told = target(gauge, facts, PACK, lang)
            assert f"{edge:,.10g}" in told
            on_track = str(level_of(facts)).endswith("ON_TRACK")
            figure = read(shown(facts, gauge.unit, lang), lang)
            keeps = figure >= edge if held.direction == "up" else figure <= edge
            assert on_track == keeps


def test_a_card_tells_figure_edge_and_state_that_agree() -> None:
    gauge = next(g for g in PACK.gauges.values() if g.metric == "M35")
    facts = row(97.96, "up", 100, 98, 90) | {
        "gauge": gauge.id,
        "level": "city",
        "area_code": CITY,
        "as_of": datetime(2022, 4, 6, 14),
        "numer": 1.0,
        "denom": 1.0,
    }
    seen = Readings.of(pd.DataFrame([facts]), PACK).at(gauge.id)
    html = card(Card("x", gauge, seen), PACK, "zh")
    assert "97.9" in html
    assert "98.0" not in html
    assert "≥98%" in html.replace(" ", "")
    assert "at_risk" in html


@given(st.floats(0.9, 1.1))
def test_a_share_short_of_the_whole_is_never_told_as_the_whole(x: float) -> None:
    assert (read(percent(x), "en") >= 100) == (x >= 1 - 1e-11)
    assert share(0.9996) == "99.9%"


def test_decimals_follow_the_unit() -> None:
    assert decimals([3.2], "person") == 0
    assert (decimals([3.0, 847.0], "ward"), decimals([3.0, 847.5], "ward")) == (0, 1)  # a unit of an operation's own
    assert decimals([3.0, 80.0], "percent") == 1
