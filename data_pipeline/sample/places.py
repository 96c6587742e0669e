"""The places of one simulated city: who lives where, how hard it was hit, and which districts lag."""

from dataclasses import dataclass, replace

import numpy as np

from data_pipeline.declare import Pack
from data_pipeline.declare.tables import Area

STRUCTURE = 310_000  # seed of what does not change with the operation's seed: populations, sites, teams

# How fast a district moves people, against what it is owed in a day. Unnamed: 1.
MOVES = {
    "310117": 0.79,
    "310107": 0.83,
    "310115": 0.92,
    "310113": 0.96,
    "310105": 1.15,
    "310106": 1.12,
    "310109": 1.1,
    "310116": 1.2,
    "310118": 1.06,
}
# How much of its district's ordinary pace a district reaches in everything else. Unnamed: 1.
HANDS = {"310107": 0.93, "310117": 0.95, "310151": 0.97, "310120": 0.97, "310114": 0.98}
HEAVY_TOWNS = {"北蔡镇": 4.0, "三林镇": 2.5, "康桥镇": 2.0, "花木街道": 2.0, "梅陇镇": 2.2, "华泾镇": 2.0}


@dataclass(frozen=True)
class Places:
    """Arrays run over subdistricts (sorted by district) or districts; `group` maps the first to the second.

    An area number is 0..n-1 for subdistricts, n..n+g-1 for districts as a whole, n+g for the city as a whole, and
    from n+g+1 on for partner places outside it.
    """

    city: Area
    districts: tuple[Area, ...]
    subdistricts: tuple[Area, ...]
    group: np.ndarray
    people: np.ndarray  # (n,) residents of each subdistrict, simulated within its district's census figure
    heat: np.ndarray  # (n,) how hard the wave hits, mean 1 by population
    outside: tuple[Area, ...]
    home: tuple[str, ...]  # code of the published district each district takes its outcomes from

    @property
    def n(self) -> int:
        return len(self.subdistricts)

    @property
    def g(self) -> int:
        return len(self.districts)

    def by_district(self, values: np.ndarray) -> np.ndarray:
        """Sums over the subdistricts of each district; the last axis is subdistricts."""
        starts = np.searchsorted(self.group, np.arange(self.g))
        return np.add.reduceat(values, starts, axis=-1)

    def district_people(self) -> np.ndarray:
        return self.by_district(self.people)

    def factor(self, table: dict[str, float]) -> np.ndarray:
        """(g,) a district table's values, 1 where a district is not named."""
        return np.array([table.get(code, 1.0) for code in self.home])

    def area_names(self) -> tuple[list[str], list[str], list[str]]:
        """By area number: district code, name in a file's 街镇 column, and the area's own code."""
        subs = [(self.districts[g].code, a.zh, a.code) for a, g in zip(self.subdistricts, self.group, strict=True)]
        whole = [(d.code, "全区", d.code) for d in self.districts]
        rows = [*subs, *whole, (self.city.code, "全市", self.city.code), *((a.code, "", a.code) for a in self.outside)]
        return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]


def places(pack: Pack, city: Area) -> Places:
    """The places below one city of the pack."""
    districts = tuple(d for d in pack.districts if d.parent == city.code)
    index = {d.code: i for i, d in enumerate(districts)}
    below = [a for a in pack.areas if a.level == "subdistrict" and a.parent in index and not a.is_quasi]
    below.sort(key=lambda a: (index[a.parent], a.code))
    group = np.array([index[a.parent] for a in below])
    rng = np.random.default_rng(STRUCTURE)
    size = rng.gamma(9, 1, len(below))
    census = np.array([d.population or 0 for d in districts])
    load = np.bincount(group, size, len(districts))
    people = np.maximum(np.round(size * (census / load)[group]), 500).astype(np.int64)
    heat = rng.lognormal(-0.25, 0.7, len(below)) * np.array([HEAVY_TOWNS.get(a.zh, 1.0) for a in below])
    home = tuple("31" + d.code[2:] for d in districts)
    outside = tuple(a for a in pack.areas if a.level == "outside")
    return Places(city, districts, tuple(below), group, people, heat, outside, home)


def cities(pack: Pack) -> list[Area]:
    return [a for a in pack.areas if a.level == "city"]


def widened(pack: Pack, count: int) -> Pack:
    """The pack with `count` cities: copies of its own under other codes, for trials of scale."""
    areas = list(pack.areas)
    for i in range(1, count):
        areas += [_copy(a, i) for a in pack.areas if a.level != "outside"]
    return replace(pack, areas=tuple(areas))


def _copy(area: Area, i: int) -> Area:
    """An area of the i-th copy: the province digits of its code become 40 + i, its names carry the number."""

    def moved(code: str) -> str:
        return f"{40 + i}{code[2:]}" if code else code

    subdistrict = area.level == "subdistrict"
    names = {} if subdistrict else {"zh": f"{area.zh}{i + 1}", "en": f"{area.en} {i + 1}"}
    short = f"{area.short_zh}{i + 1}" if area.short_zh and not subdistrict else area.short_zh
    changed = {"code": moved(area.code), "parent": moved(area.parent), "short_zh": short, "aliases": (), **names}
    return area.model_copy(update=changed)
