"""Small files of the transfer feed, right in every respect until a test makes them wrong."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from data_pipeline.declare import Feed
from data_pipeline.declare.feed import Column
from data_pipeline.intake import Examined, examine
from tests.support.samples import pack

COLUMNS = [c.name for c in pack().feeds["transfer"].columns if not c.optional]
ZH = [pack().feeds["transfer"][c].zh for c in COLUMNS]
PLACES = [
    ("310115", "北蔡镇"),
    ("310115", "川沙新镇"),
    ("310115", "张江镇"),
    ("310112", "梅陇镇"),
    ("310101", "外滩街道"),
]


def row(place: int = 0, hour: int = 14, scale: int = 1, **changed: Any) -> list[str]:
    """One balanced row. `scale` moves all its figures together."""
    district, town = PLACES[place]
    n = scale * (place + 1)
    figures = {
        "carry_in": 100,
        "notified_today": 200,
        "dispatched_today": 180,
        "picked_up_today": 170,
        "arrived_today": 150,
        "cancelled_today": 4,
        "waiting_now": 116,
        "in_transit_now": 20,
        "unsuitable_now": 10,
        "wait_0_6h": 60,
        "wait_6_12h": 40,
        "wait_12_24h": 20,
        "wait_24h_plus": 6,
        "trips_today": 9,
        "vehicles_available": 10,
    }
    figures = {k: v * n for k, v in figures.items()} | {"oldest_wait_h": "25.5"}
    told = {
        "report_date": "2022-04-06",
        "as_of": f"2022-04-06 {hour:02d}:00",
        "district_code": district,
        "subdistrict": town,
        "person_class": "POS",
        **figures,
        **changed,
    }
    return [str(told[c]) for c in COLUMNS]


def rows(n: int = 5, **changed: Any) -> list[list[str]]:
    return [row(i, **changed) for i in range(n)]


def sheet(body: Sequence[Sequence[str]], header: Sequence[str] = COLUMNS, delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([header, *body])
    return out.getvalue()


def look(text: str | bytes, feed: str = "transfer", **how: Any) -> Examined:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return examine(pack(), feed, "a.csv", data, **how)


def codes(found: Examined) -> list[str]:
    return [p.code for p in found.report.problems]


def unreadable(found: Examined) -> str:
    """The code for which the whole file was refused; "" when it was read."""
    return found.report.unreadable.code if found.report.unreadable else ""


def changes(found: Examined) -> set[str]:
    return {c.code for c in found.report.changes}


def any_feed(names: Sequence[str]) -> Feed:
    """A feed of plain texts under these headers, for tests of records alone."""
    columns = tuple(Column(name=f"x{i}", zh=n, en=n, type="code") for i, n in enumerate(names))
    return Feed(
        id="t",
        zh="t",
        en="t",
        grain_zh="",
        grain_en="",
        key=("x0",),
        cadence_min=60,
        day_column="x0",
        as_of_column=None,
        column=columns,
    )
