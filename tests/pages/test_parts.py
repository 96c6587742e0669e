"""Parts turn rows into HTML and figures: every state has its word and shape, nothing is summed that must not be."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from math import cos, radians

import pytest
from plotly.graph_objects import Figure

from data_pipeline.core.caches import Cache
from data_pipeline.core.stretch import Now, Stretch
from data_pipeline.declare.placing import inside
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import PENDING, STATES, UNKNOWN, Day
from data_pipeline.sentences.heard import late_feeds
from data_pipeline.sentences.sentence import overview
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from pages.components.charts import figure
from pages.components.charts.burndown import burndown
from pages.components.charts.figure import Palette, checked
from pages.components.health import health
from pages.components.html import Markup, joined
from pages.components.lead import time_left
from pages.components.maps.map import LABEL, district_map, views
from pages.components.marks import legend, mark
from pages.components.matrix import matrix
from pages.components.panel import Chart, chart_panel
from pages.components.strip import strip
from pages.components.tiles import tile, tiles
from pages.model.canvas import Canvas
from pages.views.command.command import command
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import LATIN, text, words_of
from tests.support.scenes import page


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_state_is_a_shape_and_a_word_and_never_colour_alone(state: str, lang: str) -> None:
    told = mark(state, lang)
    assert "<svg" in told
    assert say(lang, f"state.{state}") in text(told)
    assert say(lang, f"state.{state}") in text(legend(lang))


def test_there_is_a_tile_for_each_headline_line_with_its_worst_district(day: Day) -> None:
    html = tiles(day, "zh")
    assert html.count('<button class="tile') == 8
    for line in day.lines("headline"):
        worst = day.pack.area[day.districts_by_need(line.id)[0][0]].short_zh
        assert f"{worst} " in text(tile(day, line, "zh"))


def test_between_a_deadline_and_its_report_the_lowest_share_is_named_whatever_its_state(make_day: MakeDay) -> None:
    """Until the grace is over one district has missed, and of another with a lower share nobody knows yet."""
    day, line, low, red = make_day(18), "key_disabled_care", "310104", "310115"
    of = day.frame["line"].eq(line) & day.frame["is_latest"].astype(bool)
    day.frame.loc[of, ["state", "rate"]] = ["unknown", 0.9]
    day.frame.loc[of & day.frame["area_code"].eq(red), ["state", "rate"]] = ["will_miss", 0.8]
    day.frame.loc[of & day.frame["area_code"].eq(low), "rate"] = 0.7
    before, after = (replace(day, stands=Now(Stretch.LAST_HOURS, datetime(2022, 4, 6, h))) for h in (19, 20))
    assert before.districts_by_need(line)[0][0] == red
    assert after.districts_by_need(line)[0][0] == low


def test_a_line_nobody_reported_shows_no_figure(make_day: MakeDay) -> None:
    day = make_day(skip=("issues",))
    told = text(tile(day, day.pack.lines["issues"], "zh"))
    assert not re.search(r"\d", told)
    assert "无数据" in told


def test_old_data_are_shown_with_their_hour_and_not_judged(make_day: MakeDay) -> None:
    day = make_day(stale=("transfer",))
    told = text(tile(day, day.pack.lines["transfer"], "zh"))
    assert "数据止于10:00" in told
    assert "无数据" in told
    assert "预计" not in told


@pytest.mark.parametrize("judge", PENDING)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_that_are_not_judged_yet_are_never_said_to_be_no_data(day: Day, judge: Judge, lang: str) -> None:
    day.frame[["state", "judge"]] = [UNKNOWN, str(judge)]
    told = text(joined([tiles(day, lang), strip(day, lang), matrix(day, lang)])).replace(text(legend(lang)), "")
    said = [say(lang, f"{of}.{UNKNOWN}") for of in ("state", "brief_state")]
    assert not [x for x in said if x in told]
    assert told.count(say(lang, f"brief_state.{judge}")) >= len(day.lines("headline") + day.lines("humane"))
    assert overview(day, lang) == say(lang, "sentence.count", all=8, parts=say(lang, f"counted.{judge}", count=8))


def test_a_share_above_all_is_shown_and_its_bar_stays_in_its_frame(day: Day) -> None:
    day.frame.loc[(day.frame["line"] == "screening") & (day.frame["level"] == "city"), "rate"] = 1.034
    html = tile(replace(day), day.pack.lines["screening"], "zh")
    assert "103.4" in text(html)
    assert "width:100.0%" in html


def test_the_matrix_has_a_cell_for_every_district_and_line_in_order_of_need(day: Day) -> None:
    html = matrix(day, "zh")
    assert html.count('<td class="cell') == 16 * 8
    told = re.findall(r'<tr data-key="(\d+)"', html)
    assert told == day.order
    missing = [day.count_states(code)["will_miss"] for code in told]
    assert missing == sorted(missing, reverse=True)


def test_a_cell_told_by_too_few_places_is_hatched(day: Day) -> None:
    one = (day.frame["line"] == "transfer") & (day.frame["area_code"] == "310115")
    day.frame.loc[one, "reported"] = 3
    assert matrix(replace(day), "zh").count("partial") == 1


def test_every_group_of_the_strip_stands_alone_and_none_is_summed(day: Day) -> None:
    html = strip(day, "zh")
    told = [x.zh for x in day.lines("humane")]
    assert len(told) == 6
    assert [name for name in told if name in text(html)] == told
    total = sum(int(row["open"]) for x in day.lines("humane") if (row := day.city(x.id)))
    assert f"{total:,}" not in text(html)


def test_a_group_without_data_counts_as_not_done(make_day: MakeDay) -> None:
    assert "未报即视为未办" in text(strip(make_day(skip=("key_hardship",)), "zh"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_has_its_unit_a_text_for_the_blind_and_a_table_twin(day: Day, lang: str) -> None:
    line = day.pack.lines["transfer"]
    for drawn in (burndown(Canvas(day, lang, "light"), line, "310000"), district_map(Canvas(day, lang, "light"), line)):
        title = re.search(r"<h2[^>]*>(.*?)</h2>", drawn.html)
        assert title
        assert ("人" if lang == "zh" else "people") in title[1]
        assert re.search(r'role="img" aria-label="[^"]{20,}"', drawn.html)
        assert '<table class="plain">' in drawn.html
        assert set(drawn.charts) == set(re.findall(r'data-chart="(\w+)"', drawn.html))


def test_the_burn_down_draws_what_is_open_and_nothing_else(day: Day) -> None:
    figure = burndown(Canvas(day, "zh", "light"), day.pack.lines["transfer"], "310115").charts["burndown"]
    actual = next(t for t in figure["data"] if "markers" in t["mode"])
    course = day.course("transfer", "310115")
    assert actual["y"] == [float(r["open"]) for r in course]
    assert actual["x"] == [8.0, 10.0, 12.0, 14.0]
    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_a_way_ahead_that_rises_stays_in_the_picture_until_the_deadline(make_day: MakeDay) -> None:
    day = make_day()
    rows = day.frame["line"].eq("chase") & day.frame["is_latest"].astype(bool)
    day.frame.loc[rows, "rate_new"] = day.frame.loc[rows, "rate_done"] * 3
    figure = burndown(Canvas(day, "zh", "light"), day.pack.lines["chase"], "310115").charts["burndown"]
    ahead = next(t for t in figure["data"] if t["line"].get("dash") == "dash")
    until = max(y for x, y in zip(ahead["x"], ahead["y"], strict=True) if x <= 24)
    assert until > max(next(t for t in figure["data"] if "markers" in t["mode"])["y"])
    assert figure["layout"]["yaxis"]["range"][1] > until


def test_a_restated_point_is_hollow(day: Day) -> None:
    rows = (day.frame["line"] == "transfer") & (day.frame["level"] == "city")
    day.frame.loc[day.frame[rows].index[2], "restated"] = True
    figure = burndown(Canvas(replace(day), "zh", "light"), day.pack.lines["transfer"], "310000").charts["burndown"]
    colours = next(t for t in figure["data"] if "markers" in t["mode"])["marker"]["color"]
    assert [c == "#FFFFFF" for c in colours] == [False, False, True, False]


def test_old_data_are_not_projected(make_day: MakeDay) -> None:
    day = make_day(stale=("transfer",))
    figure = burndown(Canvas(day, "zh", "light"), day.pack.lines["transfer"], "310000").charts["burndown"]
    assert [t["line"].get("dash") for t in figure["data"]] == ["dot", None]


def test_a_map_colours_each_district_by_its_state_and_asks_no_map_server(day: Day) -> None:
    figure = district_map(Canvas(day, "zh", "light"), day.pack.lines["transfer"]).charts["map"]
    drawn = {t["meta"] for t in figure["data"] if t["xaxis"] == "x"}
    assert drawn == {f"area={a.code}" for a in day.pack.districts}
    assert {t["type"] for t in figure["data"]} == {"scatter"}
    assert "geo" not in figure["layout"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_district_is_labelled_once_inside_its_own_outline(lang: str) -> None:
    from data_pipeline.declare.boundaries import outlines

    root = samples.pack().root
    whole, near = views(root, lang)
    assert near is not None
    assert sorted([*whole.labels, *near.labels]) == [a.code for a in samples.pack().districts]
    for view in (whole, near):
        assert all(any(inside([at], ring)[0] for ring in outlines(root)[code]) for code, at in view.labels.items())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_district_label_lies_on_another(lang: str) -> None:
    whole, near = views(samples.pack().root, lang)
    assert near is not None
    for view, (wide, high) in zip((whole, near), by_width(lang, *LABEL), strict=True):
        unit = view.box[3] - view.box[1]
        stretch = 1 / cos(radians((view.box[1] + view.box[3]) / 2))
        for a, b in combinations(view.labels.values(), 2):
            across, down = abs(a[0] - b[0]) / (wide * unit * stretch), abs(a[1] - b[1]) / (high * unit)
            assert max(across, down) > 0.9  # borders may touch


@pytest.mark.parametrize("state", ["on_track", "at_risk", "will_miss"])
def test_the_way_ahead_has_the_colour_of_the_state(day: Day, state: str) -> None:
    at = day.frame[(day.frame["line"] == "transfer") & (day.frame["level"] == "city") & day.frame["is_latest"]].index
    day.frame.loc[at, "state"] = state
    figure = burndown(Canvas(replace(day), "zh", "light"), day.pack.lines["transfer"], "310000").charts["burndown"]
    ahead = [t["line"]["color"] for t in figure["data"] if t["line"].get("dash") == "dash"]
    assert ahead == [getattr(Palette.of("light"), state)]


def test_data_health_names_what_is_silent(day: Day) -> None:
    silent = fake.freshness_rows(day.pack, silent=("issues",), late=("tasks",))
    assert [f.id for f in late_feeds(silent, day.pack)] == ["issues"]
    told = text(health(silent, day.pack, day.ops_day, "zh"))
    assert "诉求与堵点台账 未报 0/16" in told
    assert "13/16 缺3区" in told


@pytest.mark.parametrize(("lang", "begun"), [("zh", "16:00 16/16 18:00 已报0/16"), ("en", "16:00 16/16 18:00 0/16 in")])
def test_data_health_counts_those_in_at_the_slot_it_names_and_the_next_that_has_begun(
    day: Day, lang: str, begun: str
) -> None:
    fresh = fake.freshness_rows(day.pack, hour=16)
    fresh["expected_as_of"] = fake.MIDNIGHT + timedelta(hours=18)
    assert begun in text(health(fresh, day.pack, day.ops_day, lang))
    some = fresh["area_sort"].between(1, 7) | (fresh["area_sort"] == 0)  # seven have told of 18:00
    fresh.loc[some, "as_of"] = fake.MIDNIGHT + timedelta(hours=18)
    assert f"18:00 7/16 {'陆续上报' if lang == 'zh' else 'coming in'}" in text(
        health(fresh, day.pack, day.ops_day, lang)
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_in_every_state_and_has_no_english_in_chinese(
    make_day: MakeDay, empty_day: Day, lang: str, theme: str
) -> None:
    fresh = fake.freshness_rows(samples.pack())
    silent = fake.freshness_rows(samples.pack(), silent=("issues", "transfer"))
    stale = make_day(skip=("issues", "medical_p1"), stale=("transfer", "quarantine"))
    for day, freshness in ((make_day(), fresh), (stale, silent), (empty_day, silent), (make_day(8), fresh)):
        drawn = command(page(day, freshness, lang, theme))
        assert not re.search(r"\b(None|nan|NaT|NaN|inf)\b", words_of(drawn.html))
        if lang == "zh":
            assert LATIN.findall(words_of(drawn.html)) == []
            assert LATIN.findall(" ".join(_texts(drawn.charts))) == []


def test_every_line_and_area_can_be_chosen(day: Day) -> None:
    fresh = fake.freshness_rows(day.pack)
    for line in (*day.lines("headline"), *day.lines("humane")):
        for area in (None, "310115"):
            assert command(page(day, fresh, line=line.id, area=area)).charts["burndown"]["data"]


def test_names_from_data_cannot_become_markup(day: Day) -> None:
    evil = day.pack.lines["transfer"].model_copy(update={"zh": "<img src=x onerror=alert(1)>"})
    day.pack.lines["transfer"], kept = evil, day.pack.lines["transfer"]
    try:
        html = command(page(day, fake.freshness_rows(day.pack), line="transfer")).html
    finally:
        day.pack.lines["transfer"] = kept
    assert "<img" not in html


def _texts(charts: dict[str, dict]) -> list[str]:
    """What is written in figures: labels, ticks, hovers."""
    told: list[str] = []
    for chart in charts.values():
        layout = chart["layout"]
        told += [re.sub(r"<[^>]*>", " ", a["text"]) for a in layout.get("annotations", [])]
        told += layout.get("xaxis", {}).get("ticktext", []) + layout.get("yaxis", {}).get("ticktext", [])
        for trace in chart["data"]:
            hover = trace.get("text", "")
            told += [re.sub(r"<[^>]*>", " ", t) for t in ([hover] if isinstance(hover, str) else hover)]
    return told


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("hour", [20, 24])  # before its deadline, and past it
def test_a_line_that_cleared_early_has_no_deadline_in_red_and_none_that_counts_down(lang: str, hour: int) -> None:
    rows = fake.day_rows(samples.pack(), hour)
    clear = (rows["line"] == "last100m") & (rows["as_of"] >= fake.MIDNIGHT + timedelta(hours=18))
    rows.loc[clear, "done"] = rows.loc[clear, "due"]
    rows.loc[clear, ["open", "rate", "rate_needed", "pace_ratio"]] = [0, 1.0, 0.0, float("nan")]
    day = Day.of(rows, samples.pack(), fake.DAY, fake.MIDNIGHT + timedelta(hours=hour))
    line = day.pack.lines["last100m"]
    for words in ("lead", "wall"):
        told = time_left(day, line, lang, words)
        assert "data-tick" not in told
        assert say(lang, f"{words}.done", clock=f"{hour:02d}:00") in told
    assert "data-tick" in time_left(day, day.pack.lines["issues"], lang)
    red = Palette.of("light").will_miss
    layout = burndown(Canvas(day, lang, "light"), line, "310000").charts["burndown"]["layout"]
    assert red not in str([layout["shapes"], layout["annotations"]])
    cells = re.findall(r'<td class="([^"]*)"[^>]*><button data-set="line=last100m&amp;area=', matrix(day, lang))
    assert len(cells) == 16
    assert all("on_track" in css for css in [*cells, tile(day, line, lang)])


def test_a_figure_with_a_property_that_the_chart_library_does_not_know_is_not_drawn() -> None:
    figure = {"data": [{"type": "bar", "y": [1], "marker": {"colour": "#000"}}]}
    with pytest.raises(ValueError, match="colour"):
        chart_panel(Chart("x", "x", figure, "x", Markup("x")), "zh")


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "bar", "y": [1], "marker": {"color": "no colour"}},
        {"type": "bar", "y": [1], "marker": {"color": "#000", "opacity": "much"}},
        {"type": "bars", "y": [1], "marker": {"color": "#000"}},
        {"type": "bar", "y": "1", "marker": {"color": "#000"}},
    ],
)
def test_a_figure_that_differs_in_more_than_figures_and_words_is_read_anew(
    changed: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure, "FORMS", Cache("forms of a test", 9))
    read: list[dict] = []
    monkeypatch.setattr(figure, "Figure", lambda of: read.append(of) or Figure(of))
    for y in ([1], [2, 3]):  # the second is like the first
        checked({"data": [{"type": "bar", "y": y, "text": [f"{v} beds" for v in y], "marker": {"color": "#000"}}]})
    assert len(read) == 1
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        checked({"data": [changed]})
