"""The definitions page: every metric, in words, with the figures that use it and their SQL, in both languages."""

from urllib.parse import parse_qs, urlsplit

import pytest

from data_pipeline.declare.tables import Target
from data_pipeline.store.tables.generated import texts
from data_pipeline.words import LANGUAGES
from pages.components.definitions import levels
from pages.views.definitions.definitions import (
    Definitions,
    entries,
    entries_table,
    figures_table,
    queries_of,
    query_names,
)
from tests.support.drawn import LATIN, desk
from tests.support.samples import pack

SQL = texts(pack(), "line", "gauge")


def of(lang: str = "zh") -> Definitions:
    return Definitions(pack(), SQL, lang)


def _target(**own: object) -> Target:
    base = next(t for t in pack().targets if t.direction == "up")
    return base.model_copy(update=own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_metric_stands_on_the_page(lang: str) -> None:
    frame = entries_table(of(lang), of(lang).found("", "")).frame
    assert len(frame) == len(pack().targets)
    assert {t.metric for t in pack().targets} == {name.split(" ")[0] for name in frame["metric"]}


def test_every_line_and_gauge_is_held_to_exactly_one_entry_and_opens() -> None:
    held = [f.id for e in entries(pack()) for f in e.figures]
    assert sorted(held) == sorted([*pack().lines, *pack().gauges])
    links = figures_table(of(), of().entries, "&lang=zh&clock=x").frame["open"]
    asked = [parse_qs(urlsplit(link).query) for link in links]
    assert sorted(a["id"][0] for a in asked) == sorted(held)
    assert {(a["area"][0], a["lang"][0], a["clock"][0]) for a in asked} == {(pack().operation.city_code, "zh", "x")}


def test_every_query_named_has_its_text() -> None:
    used = {q for f in (*pack().lines.values(), *pack().gauges.values()) for q in query_names(pack(), f)}
    assert used <= set(SQL)
    assert set(queries_of(of(), of().entries)) == used


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_narrows_to_every_word_typed_and_to_a_topic(lang: str) -> None:
    page = of(lang)
    one = page.found("m02B ", "")
    assert [e.target.metric for e in one] == ["M02b"]
    assert page.found("m02b no-such-word", "") == []
    for group in page.groups:
        assert {group} <= {p for e in page.found("", group) for p in e.pages}
    assert len(page.found("", "")) == sum(1 for _ in page.entries)


def test_levels_say_which_side_an_edge_counts_for() -> None:
    assert levels(_target(direction="up", amber=98, red=90), "zh") == "达标 ≥98 · 进度偏紧 ≥90 · 需支援 <90"
    assert levels(_target(direction="down", amber=85, red=92), "zh") == "达标 ≤85 · 进度偏紧 ≤92 · 需支援 >92"
    assert levels(_target(direction="up", amber=80, red=None), "zh") == "达标 ≥80 · 进度偏紧 <80"
    assert levels(_target(direction="down", amber=0, red=0), "zh") == "达标 ≤0 · 需支援 >0"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_draws(lang: str) -> None:
    """It holds no figures of the day: full and empty stores give the same page."""
    at = desk("definitions", lang=lang)
    assert not at.exception
    metrics, figures = at.dataframe
    assert len(metrics.value) == len(pack().targets)
    assert len(figures.value) == len(pack().lines) + len(pack().gauges)
    assert all(d.proto.alt for d in at.dataframe)
    assert at.code[0].value == SQL[str(at.selectbox(key="definitions-query").value)].strip()
    told = " ".join(t.value for t in at.text)
    for s in pack().systems:
        assert not s.left_out_zh or (s.left_out_zh if lang == "zh" else s.left_out_en) in told
    if lang == "zh":
        assert [x for w in (*at.selectbox, *at.text_input) for x in LATIN.findall(w.label)] == []


def test_what_is_typed_narrows_all_that_stands_below() -> None:
    at = desk("definitions", lang="zh")
    at.text_input(key="definitions-search").set_value("M01").run()
    assert {m.split(" ")[0] for m in at.dataframe[0].value["metric"]} == {"M01"}
    assert set(at.selectbox(key="definitions-query").options) < {f"{q}.sql" for q in SQL}
    at.text_input(key="definitions-search").set_value("no such metric <b>").run()
    assert not at.exception
    assert list(at.dataframe) == []
