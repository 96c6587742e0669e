"""The register of places to stay: hospitals, shelter hospitals, quarantine sites, transit points.

City shelter hospitals carry their real names and the sizes said at press conferences of 5 to 10 April 2022; the rest
are numbered. Everything that happens in them here is simulated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data_pipeline.sample.figures import TRANSIT_POINTS
from data_pipeline.sample.places import Places

# name, district, beds; in the order they open. The first four are the 38,000 beds handed over by 8 April.
CITY_SHELTERS = (
    ("新国际博览中心方舱", "310115", 15_000),
    ("世博展览馆方舱", "310115", 6_000),
    ("花博会复兴馆方舱", "310151", 3_000),
    ("临港洋山方舱", "310115", 14_000),
    ("嘉荷新苑方舱", "310114", 12_000),
    ("国家会展中心方舱", "310118", 50_000),
    ("长兴岛方舱", "310151", 9_000),
    ("临港2号方舱", "310115", 12_000),
    ("F1赛车场方舱", "310114", 8_000),
    ("金山天华路方舱", "310116", 6_000),
)
HOSPITALS = (
    ("310116", 1_200),
    ("310112", 1_000),
    ("310115", 1_300),
    ("310151", 900),
    ("310114", 900),
    ("310115", 1_000),
    ("310113", 900),
    ("310117", 1_000),
)
# partner rooms: 60,000 promised, of which 16,000 in Jiangsu and 21,000 in Zhejiang by 6 April (Xinhua)
PARTNERS = (
    ("QR-JS-01", "江苏支援隔离房源", "320000", 24_000),
    ("QR-ZJ-01", "杭州支援隔离房源", "330100", 5_200),
    ("QR-ZJ-02", "浙江支援隔离房源", "330000", 30_800),
)


@dataclass(frozen=True)
class Site:
    """`district` is a number in Places, or -1 for another province, whose code is then `outside`."""

    id: str
    name: str
    district: int
    type: str
    scope: str
    unit: str
    planned: int
    outside: str = ""


@dataclass(frozen=True)
class Kind:
    """Sites that are numbered: `count` of them in all, `size` units on the average."""

    prefix: str
    name: str
    type: str
    unit: str
    count: int
    size: int


DISTRICT_SHELTERS = Kind("FC", "区级方舱", "FANGCANG_DIST", "BED", 34, 1_050)
QUARANTINE_SITES = Kind("QR", "集中隔离点", "QUARANTINE", "ROOM", 40, 2_900)
TRANSIT_SITES = Kind("TP", "临时中转点", "TRANSIT", "BED", TRANSIT_POINTS, 260)


def register(places: Places) -> list[Site]:
    """Every site, each kind in its order of opening."""
    found = [*_hospitals(places), *_city_shelters(places)]
    found += _numbered(places, DISTRICT_SHELTERS)
    found += _numbered(places, QUARANTINE_SITES)
    found += [Site(i, name, -1, "QUARANTINE", "PARTNER", "ROOM", n, code) for i, name, code, n in PARTNERS]
    found += _numbered(places, TRANSIT_SITES)
    return found


def _hospitals(places: Places) -> Iterator[Site]:
    for i, (code, beds) in enumerate(HOSPITALS, start=1):
        yield Site(f"HD-{i:02}", f"市级定点医院{i}号", places.home.index(code), "HOSP_DESIG", "CITY", "BED", beds)


def _city_shelters(places: Places) -> Iterator[Site]:
    for i, (name, code, beds) in enumerate(CITY_SHELTERS, start=1):
        yield Site(f"FC-CITY-{i:02}", name, places.home.index(code), "FANGCANG_CITY", "CITY", "BED", beds)


def _numbered(places: Places, kind: Kind) -> Iterator[Site]:
    """Sites shared among the districts by population, at least one each."""
    count = kind.count
    people = places.district_people() ** 0.8
    each = np.maximum(np.floor(count * people / people.sum()), 1).astype(int)
    while each.sum() != count:
        each[np.argmax(people / each) if each.sum() < count else np.argmax(each)] += np.sign(count - each.sum())
    share = places.district_people() / places.district_people().sum() * count * kind.size / each
    for g, district in enumerate(places.districts):
        for i in range(1, each[g] + 1):
            units = max(round(share[g] * (1.15 - 0.3 * i / each[g]), -1), 60)
            name = f"{district.zh}{kind.name}{i:02}号"
            yield Site(
                f"{kind.prefix}-{district.code[2:]}-{i:02}", name, g, kind.type, "DISTRICT", kind.unit, int(units)
            )


def pick(sites: list[Site], *types: str) -> np.ndarray:
    """Numbers of the sites of these types."""
    return np.array([i for i, s in enumerate(sites) if s.type in types])
