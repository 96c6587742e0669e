"""The official outcome: new infected people net of conversions, the share found in the community, who is severely ill.

Day-old by nature (0 to 24 h of the day before), so it stands apart from the day's slots.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.query.rows import OutcomeRow
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known
from data_pipeline.words.numbers import day as day_name
from pages.components.charts.series import Course, Days, by_day, peak
from pages.components.duty import side_by_side
from pages.components.empty import empty
from pages.components.grid import grid
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn
from pages.model.scene import Scene
from pages.views.outcome.heat import Cells, heat

QUERY = "page/outcome"
FEED = "bulletin"  # an operation without one has no outcome of its own
BACK = timedelta(days=150)
NEW_EDGES = (10, 100, 500, 2000)  # people
SHARE_EDGES = (1, 3, 10, 30)  # percent
FEWEST = 10  # a share of fewer people is not told


def outcome(scene: Scene) -> Drawn:
    if FEED not in scene.pack.feeds:
        return Drawn(empty(scene.day, scene.lang))
    rows = scene.ask(QUERY, first_day=scene.day.ops_day - BACK, last_day=scene.day.ops_day)
    if rows.empty:
        return Drawn(_empty(scene))
    area = scene.place if scene.place in set(rows["area_code"]) else _any_area(scene, rows)
    city = rows.loc[rows["area_code"] == _any_area(scene, rows)]
    drawn = [_row(_new(scene, rows, area), _share(scene, rows, area))]
    drawn.append(_row(_heat_new(scene, rows), _heat_share(scene, rows)))
    if city[["severe", "critical", "deaths"]].fillna(0).to_numpy().any():  # while there are none, the lead says so
        drawn.append(_row(_severe(scene, city), _deaths(scene, city)))
    gauges = [g for g in scene.readings.of_page("outcome") if scene.readings.at(g.id)]
    table = grid(scene, "outcome-gauges", say(scene.lang, "outcome.gauges"), gauges=gauges)
    body = _lead(scene, rows, area) + joined(d.html for d in drawn) + table
    return Drawn(html('<div class="duty">{}</div>', body), {k: v for d in drawn for k, v in d.charts.items()})


def _any_area(scene: Scene, rows: pd.DataFrame) -> str:
    """The city where it was published, or its districts summed; else the first district."""
    there = set(rows["area_code"])
    return scene.day.city_code if scene.day.city_code in there else str(rows["area_code"].iloc[0])


def _row(*parts: Drawn) -> Drawn:
    return side_by_side(parts)


def _lead(scene: Scene, rows: pd.DataFrame, area: str) -> Markup:
    lang = scene.lang
    own = records(rows.loc[rows["area_code"] == area], OutcomeRow)
    last = own[-1]
    at = peak([r["net_new"] for r in own])
    facts: dict[str, Any] = {
        "day": day_name(last["ops_day"], lang),
        "area": scene.pack.area[area].name(lang),
        "net": count(last["net_new"], lang),
        "conversions": exact(last["conversions"]),
        "found": exact(last["community_found"]),
        "share": _percent(last),
    }
    text = say(lang, "outcome.lead", **facts)
    text += say(lang, "outcome.lead_found", **facts) if known(last["community_found"]) else ""
    if at is not None:
        days = (last["ops_day"] - own[at]["ops_day"]).days
        top = {"day": day_name(own[at]["ops_day"], lang), "net": count(own[at]["net_new"], lang), "days": days}
        text += say(lang, "outcome.after_peak" if days else "outcome.at_peak", **top)
    more = [
        say(lang, f"outcome.{c}", count=exact(last[c]))
        for c in ("severe", "critical", "deaths", "in_hospital")
        if known(last[c])
    ]
    rest = (say(lang, "outcome.care", parts=say(lang, "duty.join").join(more)) if more else "") + _caveat(last, lang)
    when = say(lang, "outcome.as_of", day=day_name(last["ops_day"], lang), days=len(own))
    return html(
        '<section class="lead" data-key="lead"><div class="told"><h1>{text}</h1><p>{outcome}{rest}'
        '</p></div><div class="when"><p data-fig>{when}</p></div></section>',
        text=text,
        outcome=say(lang, "question.outcome"),
        rest=rest,
        when=when,
    )


def _caveat(row: OutcomeRow, lang: str) -> str:
    """What the figure cannot say: conversions nobody published, districts that are missing from a sum."""
    text = ""
    if row["conversions_unknown"]:
        text += say(lang, "outcome.conversions_unknown", count=row["conversions_unknown"])
    if row["source"] == "DISTRICTS":
        text += say(lang, "outcome.summed", reported=row["reported"], expected=row["expected"])
    return text


def _percent(row: OutcomeRow) -> str:
    return f"{float(row['community_share']):.1f}" if known(row["community_share"]) else "—"


def _series(rows: pd.DataFrame, area: str) -> tuple[list[date], Sequence[OutcomeRow]]:
    own = records(rows.loc[rows["area_code"] == area], OutcomeRow)
    return [r["ops_day"] for r in own], own


def _named(scene: Scene, key: str, area: str) -> str:
    return say(scene.lang, f"outcome.{key}", area=short(scene.pack.area[area], scene.lang))


def _new(scene: Scene, rows: pd.DataFrame, area: str) -> Drawn:
    days, own = _series(rows, area)
    bars = Days(say(scene.lang, "outcome.net"), [r["net_new"] for r in own])
    mean = Days(say(scene.lang, "outcome.mean"), [r["net_7d"] for r in own], line=True)
    series = [bars, mean] if any(known(v) for v in mean.values) else [bars]
    note = say(scene.lang, "outcome.new_note")
    return by_day(scene, "outcome-new", _named(scene, "new_title", area), Course(days, series), note)


def _share(scene: Scene, rows: pd.DataFrame, area: str) -> Drawn:
    days, own = _series(rows, area)
    shares = [r["community_share"] if r["net_new"] >= FEWEST else None for r in own]
    line = Days(say(scene.lang, "outcome.share"), shares, line=True, shown="{}%", digits=1)
    note = say(scene.lang, "outcome.share_note")
    return by_day(scene, "outcome-share", _named(scene, "share_title", area), Course(days, [line]), note)


def _severe(scene: Scene, city: pd.DataFrame) -> Drawn:
    days, own = [*city["ops_day"]], records(city, OutcomeRow)
    lines = [
        Days(say(scene.lang, f"outcome.{c}_name"), [r[c] for r in own], line=True, strong=c == "severe")
        for c in ("severe", "critical")
    ]
    title = say(scene.lang, "outcome.severe_title")
    return by_day(scene, "outcome-severe", title, Course(days, lines), say(scene.lang, "outcome.stock"))


def _deaths(scene: Scene, city: pd.DataFrame) -> Drawn:
    days, own = [*city["ops_day"]], records(city, OutcomeRow)
    bars = [Days(say(scene.lang, "outcome.deaths_name"), [r["deaths"] for r in own])]
    title = say(scene.lang, "outcome.deaths_title")
    return by_day(scene, "outcome-deaths", title, Course(days, bars), say(scene.lang, "outcome.flow"))


def _heat_new(scene: Scene, rows: pd.DataFrame) -> Drawn:
    of = Cells(_days(rows), _cells(rows, lambda r: r["net_new"]), NEW_EDGES)
    return heat(scene, "heat-new", say(scene.lang, "outcome.heat_new"), of)


def _heat_share(scene: Scene, rows: pd.DataFrame) -> Drawn:
    values = _cells(rows, lambda r: r["community_share"] if r["net_new"] >= FEWEST else None)
    of = Cells(_days(rows), values, SHARE_EDGES, shown="{:.1f}")
    return heat(scene, "heat-share", say(scene.lang, "outcome.heat_share"), of, say(scene.lang, "outcome.few"))


def _cells(rows: pd.DataFrame, value: Callable[[OutcomeRow], float | None]) -> Mapping[tuple[str, date], float | None]:
    return {
        (str(r["area_code"]), r["ops_day"]): value(r)
        for r in records(rows.loc[rows["level"] == "district"], OutcomeRow)
    }


def _days(rows: pd.DataFrame) -> list[date]:
    """Every day from the first that any district published to the last; a day nobody published stays empty."""
    there = rows.loc[rows["level"] == "district", "ops_day"]
    if there.empty:
        there = rows["ops_day"]
    first, last = min(there), max(there)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _empty(scene: Scene) -> Markup:
    lang = scene.lang
    feed = next((f for f in scene.pack.feeds.values() if f.id == "bulletin"), None)
    name = feed.name(lang) if feed else say(lang, "page_name.outcome")
    facts = {"day": day_name(scene.day.ops_day, lang), "feed": name}
    return html(
        '<div class="empty" data-key="empty"><div><h1>{}</h1><p>{}</p></div></div>',
        say(lang, "outcome.empty", **facts),
        say(lang, "outcome.empty_load", **facts),
    )
