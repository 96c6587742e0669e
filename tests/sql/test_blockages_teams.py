"""page/blockages and page/teams agree with their slow twins: summed by kind, oldest by max, ready by shortest leg."""

import random
from collections import defaultdict

import pytest

from data_pipeline.query import catalogue, run
from tests.support import samples
from tests.support.marts import DAY, WHOLE_CITY, Row, marts, slot

CITY, DISTRICTS = "310000", ("310101", "310104", "310105")
BANDS = ("open_0_4h", "open_4_12h", "open_12_24h", "open_24h_plus")
LEGS = ("lodging_ok", "meals_ok", "transport_ok", "ppe_ok")


def ask(name: str, feeds: dict[str, list[Row]], area: str, hour: int = 14) -> list[Row]:
    held = marts(("issues",)).given(feeds)
    folders = catalogue.folders(samples.pack().queries)
    with held._slice(None).reading(catalogue.text(folders, name)) as own:
        found = run(own, folders, name, {"ops_day": DAY, "moment": slot(hour), "area": area})
    return [{str(k): v for k, v in r.items()} for r in found.to_dict("records")]


def issues(rng: random.Random) -> list[Row]:
    rows = []
    for district in DISTRICTS:
        for kind, priority in (("MEDICAL_ACCESS", "P1"), ("MEDICAL_ACCESS", "P2"), ("DISPUTE", "P2")):
            bands = [rng.randrange(4) for _ in BANDS]
            rows += [
                {
                    "district_code": district,
                    "subdistrict": "全区",
                    "issue_type": kind,
                    "source": "HOTLINE",
                    "level": "DISTRICT",
                    "priority": priority,
                    "as_of": slot(hour),
                    "carry_in": 0,
                    "raised_today": sum(bands),
                    "resolved_today": 0,
                    "merged_today": 0,
                    "open_now": sum(bands),
                    "escalated_today": rng.randrange(5),
                    "oldest_open_h": rng.randrange(400) / 10,
                }
                | dict(zip(BANDS, bands, strict=True))
                for hour in (12, 14)
            ]
    city = {"issue_type": "DECISION_NEEDED", "source": "INSPECTION", "level": "CITY", "priority": "P2"}
    rows.append(
        city
        | {
            "district_code": CITY,
            "subdistrict": WHOLE_CITY,
            "as_of": slot(14),
            "carry_in": 3,
            "raised_today": 2,
            "resolved_today": 1,
            "merged_today": 0,
            "open_now": 4,
            "escalated_today": 0,
            "oldest_open_h": 30.0,
            "open_0_4h": 2,
            "open_4_12h": 0,
            "open_12_24h": 1,
            "open_24h_plus": 1,
        }
    )
    return rows


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("area", [CITY, "310101"])
def test_what_is_open_by_age_is_summed_and_the_oldest_is_a_maximum(seed: int, area: str) -> None:
    rows = issues(random.Random(seed))
    want: dict[tuple, dict] = defaultdict(lambda: dict.fromkeys(("open", "escalated", *BANDS), 0) | {"oldest": 0.0})
    for r in rows:
        if r["as_of"] == slot(14) and area in (CITY, r["district_code"]):
            kind = want[r["priority"], r["issue_type"], r["level"]]
            for name, column in (
                ("open", "open_now"),
                ("escalated", "escalated_today"),
                *zip(BANDS, BANDS, strict=True),
            ):
                kind[name] += r[column]
            kind["oldest"] = max(kind["oldest"], r["oldest_open_h"] if r["open_now"] else 0)
    got = {(r["priority"], r["issue_type"], r["held_by"]): r for r in ask("page/blockages", {"issues": rows}, area)}
    assert set(got) == set(want)
    for key, kind in want.items():
        assert {n: got[key][n] for n in ("open", "escalated", *BANDS)} == {
            n: v for n, v in kind.items() if n != "oldest"
        }
        assert got[key]["oldest_h"] == (
            pytest.approx(kind["oldest"]) if kind["open"] else pytest.approx(float("nan"), nan_ok=True)
        )


def test_only_the_slots_up_to_the_moment_count() -> None:
    rows = issues(random.Random(1))
    assert {r["as_of"] for r in ask("page/blockages", {"issues": rows}, CITY, 13)} == {slot(12)}
    assert ask("page/blockages", {"issues": rows}, CITY, 8) == []


def _team(rng: random.Random, n: int) -> Row:
    heads = rng.randrange(50, 400)
    return {
        "team_id": f"T{n}",
        "origin": "JS",
        "mission": rng.choice(["LAB", "SAMPLING"]),
        "as_of": slot(8),
        "district_code": rng.choice(DISTRICTS),
        "headcount": heads,
        "assigned_people": heads - rng.randrange(9),
        "liaison_named": True,
    } | {leg: heads - rng.randrange(30) for leg in LEGS}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("area", [CITY, "310104"])
def test_teams_are_summed_by_mission_and_ready_is_the_shortest_leg_of_each_team(seed: int, area: str) -> None:
    rng = random.Random(seed)
    rows = [_team(rng, n) for n in range(20)]
    own = [r for r in rows if area in (CITY, r["district_code"])]
    got = {r["mission"]: r for r in ask("page/teams", {"support": rows}, area)}
    assert set(got) == {r["mission"] for r in own}
    for mission, row in got.items():
        these = [r for r in own if r["mission"] == mission]
        assert (row["teams"], row["headcount"]) == (len(these), sum(r["headcount"] for r in these))
        assert row["lodging"] == sum(r["lodging_ok"] for r in these)
        assert row["ready"] == sum(min(r["assigned_people"], *(r[leg] for leg in LEGS)) for r in these)
