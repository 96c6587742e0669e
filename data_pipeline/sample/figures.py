"""Published figures the simulation is scaled to. Outcomes by district and day are exact; the rest set the scale.

`published_district.csv` and `published_city.csv` hold what the Shanghai Municipal Health Commission's daily bulletins
said for 23 March to 7 April 2022 (each day's address is in the city file). Press-conference figures stand below with
their source. No hourly series was ever published: everything between these figures is simulated.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent

# Contacts traced per day: the published cumulative counts at 09:00 (press conferences of 1, 4, 5 and 7 April 2022:
# contacts 37,846 92,405 112,475 149,839; secondary 74,134 111,141 112,540 115,629), differences laid on whole days.
CONTACTS = {1: 13100, 2: 18200, 3: 23259, 4: 20070, 5: 17600, 6: 19764}
SECONDARY = {1: 13900, 2: 12600, 3: 10507, 4: 1399, 5: 1480, 6: 1609}

# Round of 4 April as at 5 April 08:00 (hkcd.com, press conference of 5 April 2022): people, tubes, tubes tested.
ROUND_PEOPLE, ROUND_TUBES, ROUND_TESTED = 25_665_000, 2_427_000, 1_925_000
LAB_TUBES_A_DAY = 4_000_000  # the same: greatest capacity in a day
CENSUS = 24_870_895  # residents on 1 November 2020
SAMPLING_POINTS, SAMPLERS = 20_000, 50_000  # the same: about

ORIGIN = date(2022, 3, 31)  # April days below are counted from here

# Beds in hospitals and shelter hospitals. 5 April: about 47,700 in service and 30,000 about to open (hkcd.com, as
# above). The other openings are interpolated. Keys: days from 31 March 00:00, so 5.4 is 5 April at ten.
BEDS_OPEN = {-1: 26_000, 1: 29_500, 2: 32_500, 3: 36_500, 4: 42_000, 5.4: 47_700, 6: 62_500, 7: 77_700}
TRANSIT_POINTS = 62  # 5 April, the same
STAY_DAYS = 6  # a simulated stay that fits beds in service to positives found; the rule of the time was about 7

SUPPORT_HEADS = {"FANGCANG": 11_000, "SAMPLING": 23_200, "LAB": 4_000}  # of 15 provinces by 4 April (People's Daily)
PLA_HEADS = 2_000  # more than 2,000 of the armed forces (the same)

# per head and day, kg (Chinese dietary guidelines 2022 and Shanghai wholesale volumes)
DAILY_KG = {"VEG": 0.30, "GRAIN": 0.25, "MEAT": 0.0575, "EGG": 0.05, "MILK": 0.30, "OIL": 0.0275}

MEASURES = (
    "confirmed_new",
    "asymptomatic_new",
    "asym_to_confirmed",
    "confirmed_in_quarantine",
    "asymptomatic_in_quarantine",
    "confirmed_in_community",
    "asymptomatic_in_community",
)


@dataclass(frozen=True)
class Outcome:
    """One district's published day, by measure."""

    confirmed_new: int
    asymptomatic_new: int
    asym_to_confirmed: int
    confirmed_in_quarantine: int
    asymptomatic_in_quarantine: int
    confirmed_in_community: int
    asymptomatic_in_community: int

    @property
    def infected(self) -> int:
        """New infected people, net of conversions."""
        return self.confirmed_new + self.asymptomatic_new - self.asym_to_confirmed

    @property
    def community(self) -> int:
        return self.confirmed_in_community + self.asymptomatic_in_community


@cache
def published() -> dict[date, dict[str, Outcome]]:
    """Day to district code to outcome."""
    found: dict[date, dict[str, Outcome]] = {}
    with (HERE / "published_district.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            outcome = Outcome(**{m: int(r[m]) for m in MEASURES})
            found.setdefault(date.fromisoformat(r["date"]), {})[r["district_code"]] = outcome
    return found


@cache
def published_city() -> dict[date, dict[str, str]]:
    with (HERE / "published_city.csv").open(encoding="utf-8", newline="") as f:
        return {date.fromisoformat(r.pop("date")): r for r in csv.DictReader(f)}


def nearest(day: date) -> date:
    """The published day that stands for `day`: itself, or the first or last one known."""
    days = sorted(published())
    return min(max(day, days[0]), days[-1])


def outcome(day: date, district: str) -> Outcome:
    return published()[nearest(day)][district]


def contacts(day: date, second: bool) -> int:
    """Contacts (or secondary contacts) newly traced on a day, city."""
    table = SECONDARY if second else CONTACTS
    april = (day - ORIGIN).days
    return table[april] if april in table else table[min(max(april, 1), 6)] // (2 if april < 1 else 1)


def beds_open(day: date, hour: float) -> float:
    """Hospital and shelter beds in service at an hour of a day; beyond the known points the last pace goes on."""
    x = (day - ORIGIN).days + hour / 24
    days, beds = list(BEDS_OPEN), list(BEDS_OPEN.values())
    return float(np.interp(x, days, beds)) + max(0.0, x - days[-1]) * 9_000
