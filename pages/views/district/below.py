"""The subdistricts of one district, for one line: how much is left in each, the most in need on top.

Counts of people are made bands before anything is drawn (disclosure_control.py), by the same call as every export. The
order is made of what is shown, so it tells nothing either; and where few are open a place is told in its district's
state: a colour of its own would say whether anybody is there.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Line
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.judged import Said, judged
from data_pipeline.judge.slots import judged_slots
from data_pipeline.outlook.day import Day
from data_pipeline.publish.disclosure_control import FEWEST, NEVER_BELOW, ROWS, counts_people, protect, rows_of, size
from data_pipeline.query.rows import PlaceRow
from data_pipeline.sentences.phrases import finish, unit
from data_pipeline.store.tables.engine import LEDGER
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, age, count, known, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.components.panel import panel
from pages.model.scene import Scene

ID = "below"
COLUMNS = ("place", "left", "rate", "oldest", "finish", "state")
UNTOLD = ("rate", "finish")  # of people
ONE_COLUMN = 10  # rows; more stand in two
_SUMMED = tuple(name for name, kind in LEDGER.items() if kind == "BIGINT")
_NEED = {s.name.lower(): s.value for s in Status}


class JudgedPlace(PlaceRow, Said):
    """A row of page/place as judged. Counts of people are bands, which are texts."""


def places(scene: Scene, line: Line, district: str) -> pd.DataFrame:
    """The line's newest rows of `page/place` as judged, and with counts of people in bands."""
    rows = scene.ask("page/place", ops_day=scene.day.ops_day, moment=scene.day.asked, area=district)
    rows = _judged(scene.day, rows.loc[rows["line"].isin([line.id, *line.worst_of])])
    rows = rows.loc[rows["is_latest"].astype(bool) & (rows["line"] == line.id)]
    if not counts_people(scene.pack, line):
        return rows
    named = rows.assign(**{ROWS: rows_of(line)})
    protected = protect(named, _SUMMED, pd.Series(True, index=rows.index), NEVER_BELOW, ["oldest_h"])
    whole = scene.day.at(line.id, district)
    judged = str(whole["state"]) if whole else Status.UNKNOWN.name.lower()
    return protected.assign(state=protected["state"].where(~_few(protected), judged))


def _judged(day: Day, rows: pd.DataFrame) -> pd.DataFrame:
    """A place has no forecast: judged by its pace, at the slot its line is judged at, by the rules of the clock."""
    now = day.now or day.asked
    return judged(rows, verdicts(rows, Bench(day.pack, now), judged_slots(day.frame, day.pack, now)))


def _few(rows: pd.DataFrame) -> Any:
    """Places of the lowest band whose report is not too old to be judged."""
    return (rows["open"] == FEWEST) & (rows["state"] != Status.UNKNOWN.name.lower())


def subdistricts(scene: Scene, line: Line, district: str) -> Markup:
    lang = scene.lang
    rows = scene.keep((ID, line.id, district), lambda: records(places(scene, line, district), JudgedPlace))
    own = sorted(rows, key=_need)
    facts = {"area": scene.pack.area[district].name(lang), "line": line.short(lang)}
    title = say(lang, "below.title", unit=unit(line, scene.pack, lang).strip(), **facts)
    note = say(lang, "below.note_people" if counts_people(scene.pack, line) else "below.note")
    if not own:
        body = html('<p class="nothing">{}</p>', say(lang, "below.none", **facts))
        return panel(ID, title, body, css="below-panel")
    half = len(own) if len(own) <= ONE_COLUMN else -(-len(own) // 2)
    body = joined(
        _table(scene, part, banded=counts_people(scene.pack, line)) for part in (own[:half], own[half:]) if part
    )
    return panel(ID, title, html('<div class="twice">{}</div>', body), note=note, css="below-panel")


def shown(value: object, lang: str) -> str:
    """A count, or the band that stands for it."""
    return value if isinstance(value, str) else count(value, lang)  # type: ignore[arg-type]


def _table(scene: Scene, rows: Sequence[JudgedPlace], *, banded: bool) -> Markup:
    columns = [c for c in COLUMNS if c not in UNTOLD or not banded]
    heads = joined(html('<th scope="col">{}</th>', say(scene.lang, f"below.{c}")) for c in columns)
    body = joined(_row(scene, r, columns) for r in rows)
    return html('<table class="plain below"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, body)


def _row(scene: Scene, row: JudgedPlace, columns: Sequence[str]) -> Markup:
    lang, state, left = scene.lang, str(row["state"]), row["open"]
    figures = {
        "left": shown(left, lang),
        "rate": f"{percent(row['rate'], 0)}%" if known(row["rate"]) else BLANK,
        "oldest": age(row["oldest_h"], lang) if left and known(row["oldest_h"]) else BLANK,
        "finish": BLANK if isinstance(left, str) else finish(row, scene.day, lang),
    }
    cells = joined(html("<td data-fig>{}</td>", figures[c]) for c in columns if c in figures)
    return html(
        '<tr data-key="{area_code}" class="{state}"><th scope="row">{name}</th>{cells}'
        '<td class="state {state}">{mark}</td></tr>',
        area_code=row["area_code"],
        state=state,
        name=scene.pack.area[str(row["area_code"])].name(lang),
        cells=cells,
        mark=mark(state, lang),
    )


def _need(row: JudgedPlace) -> tuple[float, ...]:
    """Places of few come last: their state is not their own."""
    left = row["open"]
    amount = size(left) if isinstance(left, str) else float(left or 0)
    return (float(left == FEWEST), _NEED[str(row["state"])], -amount, float(row["area_sort"]))
