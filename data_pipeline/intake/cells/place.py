"""Places: 浦东, 浦东新区, Pudong and 310115000000 are 310115; 北蔡 in it is 北蔡镇."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from data_pipeline.core.caches import Cache
from data_pipeline.declare import Pack
from data_pipeline.declare.tables import Area
from data_pipeline.intake.cells.read import Read, not_reported, tidy
from data_pipeline.intake.cells.total import is_whole

WHOLE_DISTRICT, WHOLE_CITY = "全区", "全市"
DISTRICT_WORDS = frozenset(("全区", "全区合计", "本区", "区级", "wholedistrict", "alldistrict", "district"))
CITY_WORDS = frozenset(("全市", "本市", "全市合计", "wholecity", "allcity", "city"))
SUFFIX = re.compile(r"(?:街道办事处|人民政府|办事处|街道|新镇|镇|乡)$")
LONG_CODE = re.compile(r"(\d{6}|\d{9})0+(?:\.0)?|(\d{6,12})\.0", re.ASCII)


ANSWERS = Cache("subdistricts as written", 5_000)
_of_pack: list["Places"] = []


def places_of(pack: Pack) -> "Places":
    """The pack's places; made once as long as the same pack is asked for."""
    found = next((p for p in _of_pack if p.pack is pack), None)
    if found is None:
        found = Places(pack)
        _of_pack[:] = [found, *_of_pack[:1]]
    return found


class Places:
    """Resolves what a row says about where it speaks of. One per pack; answers are values, never exceptions."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.city = pack.area.get(pack.operation.city_code)
        self._districts = self._spellings(a for a in pack.areas if a.level != "subdistrict")
        self._within: dict[str, dict[str, Area]] = {}
        for area in pack.areas:
            if area.level == "subdistrict":
                self._within.setdefault(area.parent, {})

    def _spellings(self, areas: Iterable[Area]) -> dict[str, Area]:
        found: dict[str, Area] = {}
        areas = list(areas)
        for pick in (lambda a: (a.code, a.zh, a.en), lambda a: (a.short_zh, *a.aliases)):
            for area in areas:
                for spelling in pick(area):
                    if key := _key(spelling):
                        found.setdefault(key, area)
        return found

    def district(self, text: str) -> Read:
        """To the code of a district, of the city, or of a place outside."""
        unknown = "unknown_area"
        return self._district(text) or Read(problem=unknown, facts=self._near(tidy(text)[0], self._districts))

    def knows(self, text: str) -> bool:
        """Does it name one of them? Quicker than to say what an unknown one may be."""
        found = self._district(text)
        return bool(found and found.value)

    def _district(self, text: str) -> Read | None:
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if text in self.pack.area and self.pack.area[text].level != "subdistrict":
            return Read(text)
        if area := self._find(self._districts, plain):
            return Read(area.code, "place")
        if not_reported(plain):
            return Read(None, "not_reported")
        if self.city and (_key(plain) in CITY_WORDS or is_whole(plain)):
            return Read(self.city.code, "place" if _key(plain) in CITY_WORDS else "whole_place")
        return None

    def _find(self, spellings: dict[str, Area], plain: str) -> Area | None:
        if code := LONG_CODE.fullmatch(plain):
            plain = code[1] or code[2]
        key = _key(plain)
        city = _key(self.city.zh) if self.city else ""
        return spellings.get(key) or (spellings.get(key.removeprefix(city)) if city and key != city else None)

    def subdistrict(self, district: str | None, text: str) -> Read:
        """To (district code, name as declared or 全区 / 全市, area code), for a district already resolved or blank."""
        return ANSWERS.get((self.pack.mark, district, text), lambda: self._subdistrict(district, text))

    def _subdistrict(self, district: str | None, text: str) -> Read:
        plain, change = tidy(text)
        if not plain or not_reported(plain):
            return Read(None, "not_reported" if plain else change if text else "")
        key = _key(plain)
        whole = key in DISTRICT_WORDS or is_whole(plain)
        if key in CITY_WORDS or (whole and self.city and district == self.city.code):
            return self._whole_city(district, plain)
        if whole:
            if district is None:
                return Read(problem="district_missing")
            return Read((district, WHOLE_DISTRICT, district), "" if text == WHOLE_DISTRICT else "place")
        if district and (area := self._in_district(district, plain)):
            return Read((district, area.zh, area.code), "" if text == area.zh else "place")
        return self._elsewhere(district, plain)

    def _whole_city(self, district: str | None, plain: str) -> Read:
        if not self.city or district not in (None, self.city.code):
            return Read(problem="area_conflict", facts=self._names(district))
        return Read((self.city.code, WHOLE_CITY, self.city.code), "" if plain == WHOLE_CITY and district else "place")

    def _in_district(self, district: str, plain: str) -> Area | None:
        spellings = self._within.get(district)
        if spellings is None:
            return None
        if not spellings:
            spellings.update(self._spellings(a for a in self.pack.areas if a.parent == district))
            for area in (a for a in self.pack.areas if a.parent == district):
                spellings.setdefault(SUFFIX.sub("", _key(area.zh)) or area.code, area)
        named = self.pack.area[district]
        for prefix in ("", named.zh, named.short_zh):
            short = plain.removeprefix(self.city.zh if self.city else "").removeprefix(prefix)
            if found := self._find(spellings, short):
                return found
            if (found := spellings.get(SUFFIX.sub("", _key(short)))) and _same_kind(found, short):
                return found
        return None

    def _elsewhere(self, district: str | None, plain: str) -> Read:
        """Not in this district: in exactly one other, or nowhere."""
        others = {a.code: a for d in self._within if d != district and (a := self._in_district(d, plain))}
        if len(others) == 1:
            (area,) = others.values()
            if district is None:
                return Read((area.parent, area.zh, area.code), "district_added")
            return Read(problem="area_elsewhere", facts=self._names(area.parent))
        if district is None and others:
            return Read(problem="district_missing")
        near = self._near(plain, self._within.get(district or "") or self._everywhere)
        return Read(problem="unknown_area", facts=near)

    @cached_property
    def districts(self) -> int:
        """How many districts the city has."""
        return sum(a.level == "district" and not a.is_quasi for a in self.pack.areas)

    @cached_property
    def _everywhere(self) -> dict[str, Area]:
        return self._spellings(a for a in self.pack.areas if a.level == "subdistrict")

    def _near(self, plain: str, spellings: dict[str, Area]) -> dict[str, str]:
        close = get_close_matches(_key(plain)[:40], spellings, n=1, cutoff=0.5)
        area = spellings[close[0]] if close else None
        return {"near_zh": area.zh if area else "—", "near_en": area.en if area else "-"}

    def _names(self, code: str | None) -> dict[str, str]:
        area = self.pack.area.get(code or "")
        return {"where_zh": area.zh if area else "", "where_en": area.en if area else ""}


def _key(text: str) -> str:
    return re.sub(r"[\s'’_-]", "", tidy(text)[0].casefold())


def _same_kind(area: Area, plain: str) -> bool:
    """Told 街道, a 镇 of the same stem is another place."""
    said, declared = SUFFIX.search(_key(plain)), SUFFIX.search(_key(area.zh))
    return not said or not declared or said[0].startswith(("街道办", "人民", "办事")) or said[0] == declared[0]
