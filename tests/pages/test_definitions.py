"""The definitions page: every metric, in words, with the figures that use it and their SQL, in both languages."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.core.settings import ROOT
from data_pipeline.declare.tables import Target
from data_pipeline.store.tables.generated import texts
from data_pipeline.words import LANGUAGES
from pages.components.definitions import definitions, entries, levels, query_names
from tests.support.samples import pack

SQL = texts(pack(), "line", "gauge")


def _target(**own: object) -> Target:
    base = next(t for t in pack().targets if t.direction == "up")
    return base.model_copy(update=own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_metric_stands_on_the_page(lang: str) -> None:
    html = definitions(pack(), SQL, lang).html
    assert html.count("<tr data-row=") == len(pack().targets)
    assert {t.metric for t in pack().targets} <= set(re.findall(r'<span class="note">(M\d+\w*)</span>', html))


def test_every_line_and_gauge_is_held_to_exactly_one_entry() -> None:
    held = [f.id for e in entries(pack()) for f in e.figures]
    assert sorted(held) == sorted([*pack().lines, *pack().gauges])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_to_sql_has_its_text(lang: str) -> None:
    html = definitions(pack(), SQL, lang).html
    used = {q for f in (*pack().lines.values(), *pack().gauges.values()) for q in query_names(pack(), f)}
    assert used <= set(SQL)
    assert set(re.findall(r'href="#(.+?)"', html)) <= set(re.findall(r'<pre id="(.+?)"', html))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_left_out_on_purpose_is_said_with_its_reason(lang: str) -> None:
    html = definitions(pack(), SQL, lang).html
    for s in pack().systems:
        assert not s.left_out_zh or (s.left_out_zh if lang == "zh" else s.left_out_en) in html


def test_levels_say_which_side_an_edge_counts_for() -> None:
    assert levels(_target(direction="up", amber=98, red=90), "zh") == "达标 ≥98 · 进度偏紧 ≥90 · 需支援 <90"
    assert levels(_target(direction="down", amber=85, red=92), "zh") == "达标 ≤85 · 进度偏紧 ≤92 · 需支援 >92"
    assert levels(_target(direction="up", amber=80, red=None), "zh") == "达标 ≥80 · 进度偏紧 <80"
    assert levels(_target(direction="down", amber=0, red=0), "zh") == "达标 ≤0 · 需支援 >0"


def test_text_of_a_pack_cannot_become_markup() -> None:
    html = definitions(pack(), {"line/tasks": "select 1 -- <script>"}, "zh").html
    assert "<script>" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_draws(lang: str) -> None:
    """It holds no figures of the day: full and empty stores give the same page."""
    page = AppTest.from_file(str(ROOT / "pages/desk/definitions.py"), default_timeout=60)
    page.query_params["lang"] = lang
    page.run()
    assert not page.exception
