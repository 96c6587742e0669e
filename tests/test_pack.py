"""What the packs promise: the geography is right, every reference resolves, and a broken declaration says where."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake.headers import Matcher
from tests.support.packs import ITALY, MALAYSIA, SHANGHAI

PACKS = {"shanghai": load_pack(SHANGHAI), "malaysia": load_pack(MALAYSIA), "italy": load_pack(ITALY)}
CITY = PACKS["shanghai"]
# Subdistricts by district, counted in the statistical division codes, in the order every page keeps.
SUBDISTRICTS = {
    "黄浦区": 10,
    "徐汇区": 13,
    "长宁区": 10,
    "静安区": 14,
    "普陀区": 10,
    "虹口区": 8,
    "杨浦区": 12,
    "闵行区": 13,
    "宝山区": 12,
    "嘉定区": 10,
    "浦东新区": 36,
    "金山区": 10,
    "松江区": 17,
    "青浦区": 11,
    "奉贤区": 11,
    "崇明区": 18,
}


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return PACKS[request.param]


def test_the_census_of_the_districts_is_the_census_of_the_city() -> None:
    assert sum(d.population or 0 for d in CITY.districts) == 24_870_895 == CITY.area["310000"].population
    assert sum(d.area_km2 or 0 for d in CITY.districts) == pytest.approx(6340.5)


def test_every_district_has_its_subdistricts_in_the_fixed_order() -> None:
    statutory = [a for a in CITY.areas if a.level == "subdistrict" and not a.is_quasi]
    counted = Counter(CITY.area[a.parent].zh for a in statutory)
    assert [d.zh for d in CITY.districts] == list(SUBDISTRICTS)
    assert counted == SUBDISTRICTS
    assert len(statutory) == 215


def test_quasi_units_are_kept_apart_from_the_215() -> None:
    quasi = [a for a in CITY.areas if a.is_quasi]
    assert len(quasi) == 19
    assert all(not a.zh.endswith(("街道", "镇", "乡")) for a in quasi)


def test_a_subdistrict_code_begins_with_its_district(pack: Pack) -> None:
    assert all(a.code.startswith(a.parent) for a in pack.areas if a.level == "subdistrict")


def test_no_two_places_answer_to_one_name(pack: Pack) -> None:
    """Districts among themselves, subdistricts within their district: 虹桥街道 and 虹桥镇 are different places."""
    heard: dict[tuple[str, str], str] = {}
    for area in pack.areas:
        within = area.parent if area.level == "subdistrict" else ""
        for name in {n.casefold() for n in (area.code, area.zh, area.en, area.short_zh, *area.aliases) if n}:
            assert heard.setdefault((within, name), area.code) == area.code, name


@pytest.mark.parametrize("name", ["浦东", "浦东新区", "Pudong", "Pudong New Area", "310115"])
def test_pudong_is_known_by_each_of_its_names(name: str) -> None:
    pudong = CITY.area["310115"]
    assert name in {pudong.code, pudong.zh, pudong.en, pudong.short_zh, *pudong.aliases}


def test_outlines_are_the_districts_and_lie_around_shanghai() -> None:
    shapes = json.loads((SHANGHAI / "boundaries.geojson").read_text("utf-8"))["features"]
    assert [s["id"] for s in shapes] == [d.code for d in CITY.districts]
    for shape, district in zip(shapes, CITY.districts, strict=True):
        points = [p for polygon in shape["geometry"]["coordinates"] for ring in polygon for p in ring]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        assert 120.8 < west < east < 122.3, district.zh
        assert 30.6 < south < north < 31.95, district.zh
        assert west < (district.lon or 0) < east, district.zh
        assert south < (district.lat or 0) < north, district.zh


def test_a_vocabulary_never_gives_one_spelling_to_two_codes(pack: Pack) -> None:
    heard: dict[tuple[str, str], str] = {}
    for term in pack.vocab:
        if term.vocab != "unit":  # units are only shown
            for said in {s.casefold() for s in (term.code, term.zh, term.en, *term.aliases)}:
                assert heard.setdefault((term.vocab, said), term.code) == term.code, said


def test_a_header_in_either_language_finds_its_own_column(pack: Pack) -> None:
    for feed in pack.feeds.values():
        matcher = Matcher(feed)
        for column in feed.columns:
            for header in (column.name, column.zh, column.en, *column.aliases):
                match = matcher.find([header])
                assert (match.column if match else None) == column.name, f"{feed.id}: {header}"


def test_every_line_and_gauge_has_a_target_and_a_place_of_its_own(pack: Pack) -> None:
    targets = {(t.metric, t.item) for t in pack.targets}
    for declared in (pack.lines.values(), pack.gauges.values()):
        places = Counter((x.sql, x.item) for x in declared if x.sql)
        assert not [p for p, n in places.items() if n > 1]
        for x in declared:
            assert {(x.metric, x.item), (x.metric, "")} & targets, x.id


def test_every_target_has_an_owner_and_a_rule_of_aggregation() -> None:
    for t in CITY.targets:
        assert t.responsible_zh
        assert t.responsible_en
        assert t.aggregation_zh
        assert t.formula_zh
        if t.amber is not None and t.red is not None and t.direction in ("up", "down"):
            assert t.red <= t.amber if t.direction == "up" else t.red >= t.amber, t.metric


def test_the_headline_is_eight_lines_and_the_humane_strip_six() -> None:
    tiers = Counter(line.tier for line in CITY.lines.values())
    assert (tiers["headline"], tiers["humane"]) == (8, 6)
    assert set(CITY.lines["key_groups"].worst_of) == {i for i in CITY.lines if i.startswith("key_")} - {"key_groups"}


# file, what stands there, what it is broken to, the key that must be named, the reason that must be given
BROKEN = [
    ("operation.toml", None, None, "-", "missing"),
    ("operation.toml", 'city_code = "MY"', "city_code = MY", "-", "line"),
    ("operation.toml", 'city_code = "MY"', 'capital = "MY"', "capital", "Extra inputs"),
    ("feeds/pkrc.toml", "snapshot = true", 'snapshot = "perhaps"', "snapshot", "boolean"),
    ("feeds/pkrc.toml", 'use = "state"', 'use = "province"', "column.1.use", "province"),
    ("feeds/pkrc.toml", 'key = ["report_date", "state"]', 'key = ["report_date", "town"]', "", "'town'"),
    ("feeds/pkrc.toml", 'unit = "bed"', 'unit = "cot"', "beds", "no unit 'cot'"),
    ("feeds/pkrc.toml", 'name = "beds"', 'name = "Beds!"', "column.2.name", "pattern"),
    ("feeds/pkrc.toml", 'name = "pkrc_pui"', 'name = "pkrc_covid"', "", "twice"),
    ("feeds/pkrc.toml", 'type = "int"', 'type = "enum"', "column.2", "vocab"),
    ("feeds/pkrc.toml", 'severity = "warn"', 'severity = "shout"', "rule.0.severity", "refuse"),
    ("areas.csv", ",MY,3794200,", ",XX,3794200,", "MY-01", "no parent 'XX'"),
    ("areas.csv", "district", "province", "level", "district"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason"), BROKEN)
def test_a_broken_declaration_fails_with_file_key_and_reason(
    tmp_path: Path, file: str, old: str | None, new: str | None, key: str, reason: str
) -> None:
    shutil.copytree(MALAYSIA, tmp_path / "pack")
    path = tmp_path / "pack" / file
    if old is None:
        path.unlink()
    else:
        whole = path.read_text("utf-8")
        assert old in whole
        path.write_text(whole.replace(old, new or "", 1), "utf-8")
    with pytest.raises(DeclarationError) as failed:
        load_pack(tmp_path / "pack")
    for lang in ("zh", "en"):
        said = failed.value.sentence(lang)
        assert path.name in said
        assert key in said
        assert reason in said


def test_a_pack_is_whole_when_it_is_loaded(pack: Pack) -> None:
    """What grew on first use would change under the thread that sends the pack to a worker."""
    fresh = load_pack(pack.root)
    before = set(vars(fresh))
    for name in dir(type(fresh)):
        getattr(fresh, name)
    assert set(vars(fresh)) == before
