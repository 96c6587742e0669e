"""The attack at length: `python -m tests.disclosure [--looks 3] [--key TEXT]`, on the sample as `make run` loads it.

What it finds is kept under its key (measured.json), and `--paper` writes docs/disclosure.md of all keys."""

import argparse
import os
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.disclosure import report
from tests.disclosure.report import OWN
from tests.support.secret import fixed_key

if TYPE_CHECKING:
    from tests.disclosure.collect import Haul

LOOKS = (12, 18, 25)  # hours after midnight at which the attacker fetches everything; the last is the day's end
PLACE = "310101"  # whose page, and whose subdistricts' numbers, are read as well


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--store", type=Path, help="a board that holds the sample; without it one is made")
    asked.add_argument("--looks", type=int, default=len(LOOKS), help="how many of the moments, counted from the last")
    asked.add_argument("--key", default=OWN, help="drawn from this text: another key draws other edges of the bands")
    asked.add_argument("--paper", action="store_true", help="write docs/disclosure.md from what was measured, no more")
    given = asked.parse_args()
    if given.paper:
        report.PAPER.write_text(report.paper(report.measured()), "utf-8")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.store or Path(made) / "board"
        os.environ |= {
            "BOARD_STORE": f"file:{folder}",
            "BOARD_CLOCK": "replay:2022-04-06T18:05@0",
            "BOARD_SECRET": str(fixed_key(Path(made), "" if given.key == OWN else given.key)),
        }
        _attack(folder, given.looks, given.key)


def _attack(folder: Path, looks: int, key: str) -> None:
    from data_pipeline.board.board import board
    from tests.disclosure.collect import haul, one_opened, paged
    from tests.disclosure.run import Tally, added, lines_about_people, run
    from tests.support import samples
    from tests.support.drawn import component, desk

    if not folder.exists():
        samples.full(folder)
    own, began = board(), time.monotonic()
    midnight = datetime.combine(samples.DAY, datetime.min.time())
    known = [midnight + timedelta(hours=h) for h in LOOKS[-looks:]]
    lines = lines_about_people(own.pack)
    found = haul(own, lines, samples.DAY, known)
    spoken = [x for x in lines if any(c.line == x.id for c in found.truth)]
    evening = midnight + timedelta(hours=18, minutes=20)
    for line in spoken:
        clock = f"{evening:%Y-%m-%dT%H:%M}@0"
        page = desk("district", lang="en", clock=clock, area=PLACE, line=line.id)
        paged(found, own, line, PLACE, evening, component(page, "board")["html"])
        for area in [c for c, d in found.district.items() if d == PLACE][:3]:
            one_opened(found, own, line, area, evening)
    print(f"{len(found.files)} files, {len(found.truth)} figures, {time.monotonic() - began:.0f} s", flush=True)
    ids, silent = [x.id for x in spoken], [x.id for x in lines if x not in spoken]
    if key == OWN:
        report.USED.write_text(report.used(found), "utf-8")
    tallies: list[Tally] = []
    for n, district in enumerate(sorted(own.pack.districts, key=lambda a: _places(found, a.code)), start=1):
        one = list(run(found, ids, [district.code], rounds=1, enough=2))
        tallies = added(tallies, one) if tallies else one
        report.keep(key, tallies, found, silent, n)
        print(f"{district.en}: {sum(t.hidden for t in one)} hidden, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{sum(len(t.recovered) for t in tallies)} got back, {time.monotonic() - began:.0f} s")
    own.close()


def _places(found: "Haul", district: str) -> int:
    return sum(d == district for d in found.district.values())


if __name__ == "__main__":
    main()
