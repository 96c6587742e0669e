"""Targets of a place, a zone or certain days: the nearest holds, as their slow twin says, and judges."""

import random
from dataclasses import replace
from datetime import date, timedelta
from math import floor

import pytest

from data_pipeline.declare.local import HeldTo, LocalTarget, TargetHere, Zoned
from data_pipeline.outlook.rules import rules
from data_pipeline.sentences.held_here import held_here
from tests.support import samples
from tests.support.marts import DAY, Marts, Row, slot

CITY, DISTRICTS = "310000", ("310101", "310104", "310112", "310115")
PARTS = {"310112": ["310112001", "310112006"]}  # the others speak as a whole
DAYS = [DAY - timedelta(days=n) for n in (2, 1, 0)]
ZONES, LEVELS = ("LOCKDOWN", "CONTROL"), (80.0, 90.0, 95.0, None)
WASTE, ON_TIME = ("M32", ""), ("M12", "EPI_ONSITE_2H")
OF_ALL = {WASTE: 100.0, ON_TIME: 95.0}


def declared(rng: random.Random) -> tuple[list[LocalTarget], list[Zoned]]:
    areas, rows = (CITY, *DISTRICTS, *PARTS["310112"]), []
    for metric, item in OF_ALL:
        for _ in range(8):
            first = rng.choice(DAYS)
            last = rng.choice([None, None, first, first + timedelta(days=1)])
            kind, names = ("zone", ZONES) if rng.random() < 0.4 else ("area", areas)
            row = {"metric": metric, "item": item, "valid_from": first, "valid_to": last, kind: rng.choice(names)}
            own = {"target": rng.choice(LEVELS), "withdrawn": rng.random() < 0.2}
            rows.append(LocalTarget.model_validate(row | own))
    zones = [
        Zoned(area=a, zone=rng.choice(ZONES), valid_from=rng.choice(DAYS)) for a in areas[1:] if rng.random() < 0.6
    ]
    return rows, zones


def nearest(rows: list[LocalTarget], zones: list[Zoned], area: str, key: tuple[str, str], day: date) -> float | None:
    """The slow twin: walk outwards from the area, of each place first what holds for certain days."""
    district = next((d for d, parts in PARTS.items() if area in parts), area)
    own = [z for z in zones if z.area == area] or [z for z in zones if z.area == district]
    zone = next((z.zone for z in sorted(own, key=lambda z: z.valid_from, reverse=True) if z.valid_from <= day), None)
    now = [r for r in rows if (r.metric, r.item) == key and r.valid_from <= day and day <= (r.valid_to or day)]
    outwards = [("area", area), ("area", district), ("zone", zone), ("area", CITY)]
    for kind, name in outwards if area != CITY else outwards[:1]:
        here = [r for r in now if name and getattr(r, kind) == name]
        for held in ([r for r in here if r.valid_to], [r for r in here if not r.valid_to]):
            last = max(reversed(held), key=lambda r: r.valid_from, default=None)
            if last and not last.withdrawn:
                return last.target
    return OF_ALL[key]


def board(rows: list[LocalTarget], zones: list[Zoned]) -> Marts:
    pack = samples.pack()
    lines, gauges = (
        {"waste_medical": pack.lines["waste_medical"]},
        {x: pack.gauges[x] for x in ["on_time_epi_onsite_2h"]},
    )
    return Marts(replace(pack, lines=lines, gauges=gauges, local=tuple(rows), zones=tuple(zones)))


def told(day: date) -> list[Row]:
    places = [(d, p) for d in DISTRICTS for p in PARTS.get(d, [""])]
    return [
        {"district_code": d, "subdistrict": p, "area_code": p or d, "task_type": kind, "as_of": slot(14, day),
         "report_date": day, "carry_in": 0, "new_due_today": 150, "done_today": 90, "done_on_time": 70,
         "cancelled_today": 0, "open_now": 60}
        for kind in ("WASTE_MEDICAL", "EPI_ONSITE_2H") for d, p in places
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_nearest_target_holds_and_judges(seed: int) -> None:
    rows, zones = declared(random.Random(seed))
    marts = board(rows, zones).given({"tasks": [row for day in DAYS for row in told(day)]})
    held = {(r["area_code"], r["ops_day"]): r["target"] for r in marts.rows("select * from mart.gauge")}
    assert held == {
        (area, day): nearest(rows, zones, area, ON_TIME, day) for area in (CITY, *DISTRICTS) for day in DAYS
    }
    for r in marts.rows("select * from mart.owing where line = 'waste_medical'"):
        share = nearest(rows, zones, r["area_code"], WASTE, r["ops_day"])
        may = 0 if share is None else floor((1 - share / 100) * r["due"] + 1e-9)
        assert r["may_stay"] == may, (r["area_code"], r["ops_day"])


def test_a_forecast_clears_a_place_by_its_own_target() -> None:
    pack = samples.pack()
    own = [TargetHere(metric="M05", area="310115", valid_from=DAY, target=90, source="S1")]
    assert rules(pack, day=DAY, here=own).allowed("screening", "310115") == pytest.approx(0.1)
    assert rules(pack, day=DAY, here=own).allowed("screening", "310101") == pytest.approx(0.01)
    assert rules(pack, day=DAY - timedelta(days=1), here=own).allowed("screening", "310115") == pytest.approx(0.01)


def test_what_a_place_is_held_to_is_said_with_its_days_and_source() -> None:
    pack = samples.pack()
    row = LocalTarget(metric="M05", area="310115", valid_from=DAY, valid_to=DAY, target=100, source="S31")
    held = HeldTo(pack.targets, (row,), (TargetHere.model_validate(row.model_dump()),), "")
    for lang, want in (("en", ["100 %", "99 %", "S31"]), ("zh", ["100%", "99%", "S31"])):
        (one,) = held_here(pack, held, DAY, lang, "310115")
        said = one.cells()
        assert [said[2], said[3]] == want[:2], said
        assert want[2] in one.source
        assert held_here(pack, held, DAY, lang, "310101") == []
        assert held_here(pack, held, DAY + timedelta(days=1), lang) == []
