"""A drill in the browser, from a state to what came of it: `python -m tests.bench.drill STORE`.

STORE, a whole sample, is copied. An alert stands and is sent; its link acknowledges nothing, a press does. A card
opens an action, two more come over HTTP; two units take up, one hands on, and what nobody takes up then rises a level;
two promises are kept and one is not, by the reports. All of it is looked for on the page, the wall, in the brief and
over HTTP, in both languages, and in a store rebuilt from its ledger. What is not found ends the command with 1.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Page

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from data_pipeline.core.status import to_do
from data_pipeline.words import LANGUAGES, say
from tests.support import samples
from tests.support.server import browser, serve

DAY = datetime(2022, 4, 6)
ALERT = "pace:transfer:2022-04-06:1"
TOKENS = {"desk": "drill-desk", "office": "drill-office"}
WAIT_MS, SETTLES_MS = 150_000, 8_000


@dataclass
class Drill:
    store: Path
    home: Path
    missing: list[str] = field(default_factory=list)
    url: str = ""

    def holds(self, what: str, found: object) -> None:
        print(f"{'ok  ' if found else 'MISS'} {what}", flush=True)
        if not found:
            self.missing.append(what)

    @contextmanager
    def at(self, hour: str) -> Iterator[None]:
        """A server whose clock stands still there."""
        with serve(self.store, f"replay:{hour}@0", self.home / "server.log") as self.url:
            yield

    def asked(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=120) as answer:
            return json.loads(answer.read())

    def send(self, path: str, sender: str = "desk", /, **texts: str) -> Any:
        head = {"Authorization": f"Bearer {TOKENS[sender]}"}
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(texts).encode(), head, method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def sent(self) -> list[str]:
        found = [json.loads(f.read_text("utf-8")) for f in (self.home / "sink").glob("*/message.json")]
        return [key for m in found for key in m["facts"]["keys"]]


def main() -> int:
    of = argparse.ArgumentParser(description=__doc__)
    of.add_argument("store", type=Path)
    given = of.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(given.store, home / "store")
        (home / "sink").mkdir()
        drill = Drill(home / "store", home)
        _set_up(home)
        kept = _clears(drill.store)
        with browser() as shown:
            page = shown.new_context(viewport={"width": 1440, "height": 900}).new_page()
            numbers = _opened(drill, page, kept)
            _taken_up(drill, page, numbers)
            _overdue(drill, page, numbers)
            _done(drill, page, numbers)
        _rebuilt(drill)
    print(f"{len(drill.missing)} missing" if drill.missing else "all found")
    return 1 if drill.missing else 0


def _set_up(home: Path) -> None:
    tokens = "".join(f'[[token]]\nsender = "{name}"\nsha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n'
                     for name, text in TOKENS.items())  # fmt: skip
    (home / "tokens.toml").write_text(tokens, "utf-8")
    (home / "outbox.toml").write_text(
        f'[[channel]]\nid = "drill"\nkind = "folder"\nto = ["{home / "sink"}"]\ntakes = ["alert", "action"]\n', "utf-8"
    )
    os.environ |= {"BOARD_TOKENS": str(home / "tokens.toml"), "BOARD_OUTBOX": str(home / "outbox.toml"),
                   "BOARD_ISSUE": "always"}  # fmt: skip


def _clears(store: Path) -> list[tuple[str, str, datetime]]:
    """Two lines of a district in which something is open at 14:00 and nothing is from some later report on."""
    of = samples.opened(store)
    rows = of.rows("page/day", DAY + timedelta(days=1), ops_day=DAY.date(), moment=DAY + timedelta(days=1))
    of.close()
    courses: dict[tuple[str, str], list[Any]] = {}
    for row in records(pd.DataFrame(rows[rows["level"] == "district"]).sort_values(by="as_of")):
        courses.setdefault((str(row["line"]), str(row["area_code"])), []).append(row)
    found = []
    for (line, area), course in courses.items():
        opens = [r["as_of"] for r in course if to_do(r) > 0]
        if opens and DAY + timedelta(hours=14) <= opens[-1] < DAY + timedelta(hours=20):
            found.append((line, area, opens[-1]))
    return found[:2]


def _opened(of: Drill, page: Page, kept: list[tuple[str, str, datetime]]) -> list[int]:
    with of.at("2022-04-06T14:45:00"):
        _await(page, lambda: _alert(of))  # the days before are worked out first
        of.holds("the alert stands", _alert(of))
        _await(page, lambda: ALERT in of.sent())
        of.holds("it was sent", of.sent().count(ALERT) == 1)
        page.goto(f"{of.url}/alerts?lang=zh&id={ALERT}")
        page.get_by_test_id("stBaseButton-primary").wait_for(timeout=WAIT_MS)
        of.holds("its link acknowledges nothing", not _alert(of)["seen"])
        _named(page, "zh")
        page.get_by_test_id("stBaseButton-primary").click()
        page.locator("h2", has_text=say("zh", "alert.state_seen")).wait_for(timeout=WAIT_MS)
        of.holds("a press acknowledges it", (_alert(of)["seen"] or {}).get("by") == "值班室")
        card = next(c for c in of.asked("/api/actions")["cards"] if c["card"].startswith("vehicles:"))
        page.locator(f'a[href*="{card["card"].replace(":", "%3A")}"]').first.click()
        by = page.get_by_role("textbox", name=say("zh", "action.decided_by"))
        by.wait_for(timeout=WAIT_MS)
        unit = page.get_by_role("textbox", name=say("zh", "action.to_unit")).last.input_value()
        of.holds("the card opens the form filled in", unit == card["unit_zh"])
        _named(page, "zh")
        by.fill("转运组")
        by.press("Tab")
        page.get_by_role("button", name=say("zh", "action.open"), exact=True).click()
        page.get_by_text(re.compile(say("zh", "action.opened", number="[0-9]+"))).wait_for(timeout=WAIT_MS)
        first = next(a["number"] for a in of.asked("/api/actions")["actions"] if a["card"] == card["card"])
        more = [of.send("/api/actions", what=f"{line} {area}", by="command", line=line, area=area, unit=f"unit {area}",
                        level="district", promised=f"{at + timedelta(hours=3):%Y-%m-%d %H:%M}")["number"]
                for line, area, at in kept]  # fmt: skip
        return [first, *more]


def _alert(of: Drill) -> dict[str, Any]:
    return next((a for a in of.asked("/api/alerts")["alerts"] if a["key"] == ALERT), {})


def _named(page: Page, lang: str) -> None:
    name = page.get_by_role("textbox", name=say(lang, "person.name"), exact=True)
    name.fill("值班室")
    name.press("Enter")
    page.wait_for_timeout(SETTLES_MS)


def _await(page: Page, done: Any, times: int = 60) -> None:
    for _ in range(times):
        if done():
            return
        page.wait_for_timeout(1000)


def _taken_up(of: Drill, page: Page, numbers: list[int]) -> None:
    with of.at("2022-04-06T14:50:00"):
        page.goto(f"{of.url}/actions?lang=en")
        number = page.get_by_role("spinbutton", name=say("en", "action.open_number"))
        number.wait_for(timeout=WAIT_MS)
        _named(page, "en")
        number.fill(str(numbers[0]))
        number.press("Enter")
        page.get_by_text(say("en", "action.number", number=numbers[0])).first.wait_for(timeout=WAIT_MS)
        page.get_by_role("button", name=say("en", "action.do"), exact=True).click()
        _await(page, lambda: _action(of, numbers[0])["state"] == "taken_up")
        of.send(f"/api/actions/{numbers[1]}/take_up")
        of.send(f"/api/actions/{numbers[2]}/hand_on", unit="reserve", level="district")
        states = [_action(of, n)["state"] for n in numbers]
        of.holds("two are taken up and one is handed on", states == ["taken_up", "taken_up", "assigned"])


def _action(of: Drill, number: int) -> dict[str, Any]:
    return next(a for a in of.asked("/api/actions")["actions"] if a["number"] == number)


def _overdue(of: Drill, page: Page, numbers: list[int]) -> None:
    with of.at("2022-04-06T15:10:00"):
        owed = _action(of, numbers[2])["owed"]
        of.holds("what nobody takes up rises a level", (owed["overdue"], owed["level"]) == (True, "city"))
        key = f"action:{numbers[2]}:2-city"
        of.holds("it is an alert", key in {a["key"] for a in of.asked("/api/alerts")["alerts"]})
        for lang in LANGUAGES:
            page.goto(f"{of.url}/wall?views=actions&lang={lang}")
            page.locator(f'[data-key="action-{numbers[2]}"].late').wait_for(timeout=WAIT_MS)
            of.holds(f"the wall shows it ({lang})", say(lang, "action.level_city") in page.inner_text("body"))
        of.send(f"/api/actions/{numbers[2]}/take_up", promised=_hour(of, numbers[2]))
        of.holds("the third is taken up", _action(of, numbers[2])["state"] == "taken_up")


def _hour(of: Drill, number: int) -> str:
    """Who was handed it promises the hour that was promised before."""
    steps = _action(of, number)["steps"]
    return next(s["promised"] for s in steps if s["promised"]).replace("T", " ")[:16]


def _done(of: Drill, page: Page, numbers: list[int]) -> None:
    with of.at("2022-04-07T00:40:00"):
        for n in numbers:
            of.send(f"/api/actions/{n}/done", says="reported")
        kept = [_action(of, n)["outcome"]["kept"] for n in numbers]
        of.holds(f"two promises are kept and one is not: {kept}", kept == ["late", "kept", "kept"])
        for lang in LANGUAGES:
            page.goto(f"{of.url}/actions?lang={lang}")
            number = page.get_by_role("spinbutton", name=say(lang, "action.open_number"))
            number.wait_for(timeout=WAIT_MS)
            number.fill(str(numbers[0]))
            number.press("Enter")
            page.wait_for_timeout(4000)
            text = page.inner_text("body")
            told = say(lang, "action.kept_late", as_of="", open="").split()[0][:4] in text
            bought = any(word in text for word in (say(lang, "action.bought_none"), say(lang, "action.bought_open")))
            of.holds(f"the page says late, and what it bought ({lang})", told and bought)
            brief = json.dumps(of.asked(f"/api/brief/city.json?lang={lang}"), ensure_ascii=False)
            of.holds(f"the brief lists what was decided ({lang})", _action(of, numbers[1])["what"] in brief)
        for n in numbers:
            of.send(f"/api/actions/{n}/close", "office")
        of.holds("all are closed", {_action(of, n)["state"] for n in numbers} == {"closed"})


def _rebuilt(of: Drill) -> None:
    board: Board = samples.opened(of.store)
    before, hash = board.actions(), board.state_hash()
    of.holds("every step is in the ledger", sum(len(a.steps) for a in before[:3]) == 13)
    of.holds("rebuilt from its ledger it is the same", board.rebuild() == hash and board.actions() == before)
    board.close()


if __name__ == "__main__":
    sys.exit(main())
