"""The marts once more, slowly and plainly, in dicts and loops: what the SQL is compared with. They share nothing."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from statistics import median

from tests.support.marts import Row

SUMMED = ("carry_in", "new_due", "done", "cancelled", "open")
TASK = {
    "carry_in": "carry_in",
    "new_due": "new_due_today",
    "done": "done_today",
    "cancelled": "cancelled_today",
    "open": "open_now",
}
NOTICE_HOUR = 20
Place = tuple[str, str]  # level, code
Told = dict[datetime, dict[str, Row]]  # slot -> area -> what it said


def known(rows: Iterable[Row]) -> list[Row]:
    """Of each place and slot the row received last."""
    last: dict[tuple[str, datetime], Row] = {}
    for row in rows:
        key = (row["area_code"], row["as_of"])
        if key not in last or row["received_at"] >= last[key]["received_at"]:
            last[key] = row
    return list(last.values())


def standing(rows: Iterable[Row], slots: Iterable[datetime]) -> Told:
    """Walk through the day and keep what each area said last; parts and total of a district replace one another."""
    said: Told = {}
    for row in known(rows):
        said.setdefault(row["as_of"], {})[row["area_code"]] = row
    now: dict[str, Row] = {}
    stands: Told = {}
    for at in sorted(slots):
        heard = said.get(at, {})
        for district in {row["district_code"] for row in heard.values()}:
            own = {code: row for code, row in heard.items() if row["district_code"] == district}
            parts = {code: row for code, row in own.items() if code != district}
            if parts:
                now.pop(district, None)
                now.update(parts)
            else:
                now = {code: row for code, row in now.items() if row["district_code"] != district} | own
        stands[at] = dict(now)
    return stands


def clearance(rows: list[Row], slots: list[datetime], city: str, parts_of: dict[str, int]) -> dict[tuple, Row]:
    """(slot, area) -> the ledger there, for rows of one task type on one day."""
    stands = standing(rows, slots)
    spoke: dict[str, set[str]] = {}
    for held in stands.values():
        for code, row in held.items():
            spoke.setdefault(row["district_code"], set()).add(code)
    by_part = any(code != district for district, codes in spoke.items() for code in codes)
    silent = sum((n if by_part else 1) for district, n in parts_of.items() if district not in spoke)
    found: dict[tuple, Row] = {}
    for at, held in stands.items():
        groups: dict[Place, list[Row]] = {}
        for code, row in held.items():
            district = row["district_code"]
            places = [("city", city), ("district", district), *([("subdistrict", code)] if code != district else [])]
            for place in places:
                groups.setdefault(place, []).append(row)
        for (level, code), members in groups.items():
            expected = {
                "subdistrict": 1,
                "district": len(spoke.get(code, ())),
                "city": sum(map(len, spoke.values())) + silent,
            }
            found[at, code] = _added(members) | {
                "level": level,
                "reported": sum(m["as_of"] == at for m in members),
                "told": max(m["as_of"] for m in members),
                "expected": expected[level],
            }
    return found


def _added(members: list[Row]) -> Row:
    row: Row = {name: sum(m[column] or 0 for m in members) for name, column in TASK.items()}
    ages = [m["oldest_open_h"] for m in members if m["oldest_open_h"] is not None]
    row["oldest_h"] = max(ages) if ages else None
    row["due"] = row["carry_in"] + row["new_due"] - row["cancelled"]
    return row


def worst(parts: dict[str, dict[tuple, Row]]) -> dict[tuple, tuple[str, Row | None]]:
    """(slot, area) -> the part that is furthest behind; one that said nothing is behind all; never a sum."""
    found: dict[tuple, tuple[str, Row | None]] = {}
    for where in {key for rows in parts.values() for key in rows}:
        ranked = []
        for name, rows in parts.items():
            row = rows.get(where)
            share = -1.0 if row is None else (row["done"] / row["due"] if row["due"] > 0 else 1.0)
            ranked.append((share, -(row["open"] if row else 0), name, row))
        _, _, name, row = min(ranked, key=lambda r: r[:3])
        found[where] = (name, row)
    return found


def pace(series: dict[datetime, Row], day: date, deadline: datetime) -> dict[datetime, Row]:
    """slot -> pace, of one line in one area, counted from midnight."""
    midnight = datetime.combine(day, datetime.min.time())
    notice = midnight + timedelta(hours=NOTICE_HOUR)
    steps: list[tuple[float | None, float | None]] = []
    before, at_before = {"done": 0, "new_due": 0}, midnight
    found: dict[datetime, Row] = {}
    owed = max((row["new_due"] for at, row in series.items() if at <= notice), default=None)
    for at, row in sorted(series.items()):
        hours = (row["told"] - at_before).total_seconds() / 3600  # nothing where nobody spoke since
        done, new = row["done"] - before["done"], row["new_due"] - before["new_due"]
        again = new >= 0 and hours and at_before > midnight  # what a day opens with does not come again at noon
        steps.append((done / hours if done >= 0 and hours else None, new / hours if again else None))
        rate_done, rate_new = (_median(step[n] for step in steps[-3:]) for n in (0, 1))
        left = (deadline - at).total_seconds() / 3600
        coming = (rate_new or 0) * max((min(notice, deadline) - at).total_seconds() / 3600, 0)
        found[at] = {
            "open": row["open"],
            "restated": done < 0,
            "rate_done": rate_done,
            "rate_new": rate_new,
            "hours_left": left,
            "rate_needed": (row["open"] + coming) / left if left > 0 else None,
            "finish_at": _finish(at, row["open"], coming, rate_done),
            "overdue": _overdue(row, left, deadline <= notice, owed),
        }
        before, at_before = row, row["told"]
    return found


def city_pace(own: Row, districts: list[Row]) -> Row:
    """The city's pace at a slot: what it does itself, and what its districts need; it finishes with the last."""
    if not districts:
        return own
    lacks = sum(max((d["rate_needed"] or 0) - (d["rate_done"] or 0), 0) for d in districts if d["open"])
    ends = [d["finish_at"] for d in districts]
    asked = own["rate_needed"]
    needed = None if asked is None else own["rate_done"] + lacks if lacks else min(asked, own["rate_done"])
    overdue = [d["overdue"] for d in districts if d["overdue"] is not None]
    return own | {
        "rate_needed": needed,
        "finish_at": None if None in ends else max(ends),
        "overdue": sum(overdue) if overdue else None,
    }


def _median(values: Iterable[float | None]) -> float | None:
    there = [v for v in values if v is not None]
    return median(there) if there else None


def _finish(at: datetime, left: int, coming: float, rate: float | None) -> datetime | None:
    if left == 0:
        return at
    return at + timedelta(hours=min((left + coming) / rate, 2400)) if rate else None


def _overdue(row: Row, hours_left: float, all_owed: bool, owed: int | None) -> int | None:
    if hours_left > 0:
        return None
    late = 0 if all_owed or owed is None else max(row["new_due"] - owed, 0)
    return max(row["open"] - late, 0) if not all_owed else row["open"]


def occupancy(sites: Iterable[Row]) -> float | None:
    """Percent of the units open and not blocked, over sites of one kind that are not partners'."""
    used = usable = 0
    for site in sites:
        if site["scope"] != "PARTNER":
            used += site["occupied_units"]
            usable += site["open_units"] - site["blocked_units"]
    return 100 * used / usable if usable else None


def runway(sites: Iterable[Row], city: str) -> dict[tuple[datetime, str], float | None]:
    """(slot, place) -> hours until the free units are gone. A district counts its own sites; the city those it pools,
    or, pooling none, the district that fills first. None: as many leave as come."""
    pools: dict[str, list[Row]] = {}
    for site in sites:
        if site["scope"] != "PARTNER" and site["site_type"] != "TRANSIT":
            pools.setdefault(city if site["scope"] == "CITY" else site["district_code"], []).append(site)
    found = {(at, place): _lasts(own, at) for place, own in pools.items() for at in {r["as_of"] for r in own}}
    for at in {at for at, _ in found} - {at for at, place in found if place == city}:
        found[at, city] = min((h for (t, _), h in found.items() if t == at and h is not None), default=None)
    return found


def _lasts(pool: list[Row], at: datetime) -> float | None:
    now = [r for r in pool if r["as_of"] == at]
    free = sum(r["open_units"] - r["occupied_units"] - r["reserved_units"] - r["blocked_units"] for r in now)
    used, midnight = sum(r["occupied_units"] for r in now), datetime.combine(at.date(), time())
    inflow = 0.0
    for back in (6, 24):
        earlier = max((r["as_of"] for r in pool if r["as_of"] <= at - timedelta(hours=back)), default=None)
        if earlier is None:
            then, since = sum(r["opening_occupied"] for r in now), midnight
        else:
            then, since = sum(r["occupied_units"] for r in pool if r["as_of"] == earlier), earlier
        inflow = max(inflow, (used - then) / ((at - since).total_seconds() / 3600))
    return max(free, 0) / inflow if inflow > 0 else None


def cover(stocks: Iterable[Row]) -> float | None:
    """Days that what the districts hold will last."""
    held = need = 0.0
    for stock in stocks:
        if stock["tier"] == "T2_DISTRICT":
            held, need = held + stock["stock_now"], need + stock["daily_need"]
    return held / need if need else None


def freshness(rows: Iterable[Row], city: str) -> dict[tuple[datetime, str], tuple[int, int]]:
    """(slot, city or district) -> places that spoke then, places that spoke in the day. A total is not a place of its
    own beside parts."""
    heard: dict[tuple[datetime, str], set[str]] = {}
    for row in rows:
        heard.setdefault((row["as_of"], row["district_code"]), set()).add(row["area_code"])
    places: dict[tuple[datetime, str], set[str]] = {}
    for (at, district), codes in heard.items():
        own = codes - {district} or codes
        places.setdefault((at, district), set()).update(own)
        places.setdefault((at, city), set()).update(own)
    whole: dict[str, set[str]] = {}
    for (_, area), codes in places.items():
        whole.setdefault(area, set()).update(codes)
    return {(at, area): (len(codes), len(whole[area])) for (at, area), codes in places.items()}
