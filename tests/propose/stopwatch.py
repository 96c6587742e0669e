"""From a spreadsheet to a board by a person's clicks, in a browser: `python -m tests.propose.stopwatch [SHEET…]`.

A server of the empty board is opened; the sheet is dropped on the page *New operation*; the questions are answered, the
operation kept and opened, its command page, wall and workbook looked at, and its totals held against the sheet's.
Counted are clicks, questions answered and the seconds waited; a person reads and types at the pace that PERSON says.
Without SHEETs it tries those of test_sheets.py.
"""

import argparse
import csv
import io
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from playwright.sync_api import BrowserContext, Page

from tests.propose.test_sheets import SHEETS, Ledgers
from tests.support.page import rest
from tests.support.real import shared_data
from tests.support.server import known_browser, serve

PERSON = {"click": 4.0, "question": 30.0, "read": 60.0}  # seconds of a person: what was understood is read once
LIMIT_S, MOST_QUESTIONS = 600.0, 12
WAIT_MS = 120_000
EMPTY_CLOCK = "replay:2022-04-06T14:00@0"


@dataclass
class Run:
    """What one sheet took. `found`: area -> line -> (due, done) of the board that was opened; `shown`: title of the
    command page's first sentence, of the wall and of the workbook's sheets."""

    sheet: str
    clicks: int = 0
    questions: int = 0
    offered: int = 0
    waited: float = 0.0
    found: dict[str, Ledgers] = field(default_factory=dict)
    shown: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Of a person, the waiting included."""
        return self.waited + PERSON["read"] + self.clicks * PERSON["click"] + self.questions * PERSON["question"]


@dataclass
class Hand:
    """A person's hand on a page: every click and every answer is counted, and what it then waits for."""

    page: Page
    run: Run

    def click(self, selector: str, until: str = "") -> None:
        self.run.clicks += 1
        with self.waiting():
            self.page.locator(selector).first.click()
            if until:
                self.page.wait_for_selector(until)

    def answer(self, selector: str, text: str) -> None:
        self.run.questions += 1
        field = self.page.locator(selector).first
        field.fill(text)
        field.press("Tab")

    def drop(self, name: str, data: bytes, until: str) -> None:
        self.run.clicks += 2  # the chooser, and the file in it
        with self.waiting():
            self.page.locator(".st-key-panel-drop input[type=file]").set_input_files(
                [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
            )
            self.page.wait_for_selector(until)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.run.waited += time.monotonic() - begun


def timed(window: BrowserContext, address: str, name: str, data: bytes, answers: Mapping[str, str]) -> Run:
    """`answers`: the end of a question's key (`deadline`, `plan-totale`) -> what is typed."""
    page = window.new_page()
    page.set_default_timeout(WAIT_MS)
    hand = Hand(page, Run(name))
    with hand.waiting():
        page.goto(f"{address}/operation?lang=en", wait_until="domcontentloaded")
        page.wait_for_selector(".st-key-panel-drop input[type=file]", state="attached")
    hand.answer(".st-key-name_typed input", "Wang")
    hand.drop(name, data, ".st-key-keep button:enabled")
    hand.run.offered = page.locator(".st-key-desk [data-testid=stTextInput] input").count()
    for question, text in answers.items():
        hand.answer(f"[class*='-{question}'] input", text)
    if answers:
        hand.click("[class*='-show'] button", ".st-key-keep button:enabled")
    rest(page)
    with page.expect_download() as book:
        hand.click("[class*='st-key-template-'] button")
    sheets = openpyxl.load_workbook(io.BytesIO(book.value.path().read_bytes())).sheetnames
    hand.click(".st-key-keep button", ".st-key-open-beside button")
    hand.click(".st-key-open-beside button", "a[data-key=open_command]")
    links = {k: str(page.get_attribute(f"a[data-key={k}]", "href")) for k in ("open_command", "open_wall")}
    command = _opened(hand, window, "a[data-key=open_command]", ".rq .lead h1, .rq h1")
    wall = _opened(hand, window, "a[data-key=open_wall]", "section")
    hand.run.shown = command, wall, ", ".join(sheets)
    hand.run.found = _figures(links["open_command"].split("/command")[0])
    page.close()
    return hand.run


def _opened(hand: Hand, window: BrowserContext, link: str, until: str) -> str:
    with window.expect_page() as opened:
        hand.click(link)
    tab = opened.value
    with hand.waiting():
        tab.wait_for_selector(until, timeout=WAIT_MS)
    said = tab.locator(until).first.inner_text()
    tab.close()
    return " ".join(said.split())[:80]


def _figures(root: str) -> dict[str, Ledgers]:
    """Of the command page's table, as it is downloaded."""
    with urllib.request.urlopen(f"{root}/export/command.csv?lang=en") as answer:
        rows = [*csv.reader(io.StringIO(answer.read().decode("utf-8-sig")))]
    head = next(n for n, row in enumerate(rows) if not row) + 1
    at = {name: rows[head].index(name) for name in ("Due", "Done")}
    found: dict[str, Ledgers] = {}
    for row in rows[head + 1 :]:
        found.setdefault(row[1], {})[row[0]] = int(row[at["Due"]]), int(row[at["Done"]])
    return found


def equal(run: Run, told: Mapping[str, Ledgers]) -> bool:
    """Are the board's figures the sheet's, of every area and the whole? What is due where the sheet says it (not 0)."""
    shown = {area if area in told else "": ledgers for area, ledgers in run.found.items()}
    return {(a, x, n if told[a][x][0] else 0, m) for a, of in shown.items() for x, (n, m) in of.items()} == {
        (a, x, n, m) for a, of in told.items() for x, (n, m) in of.items()
    }


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, BrowserContext]]:
    """An empty board of the sample operation, and a browser; whatever is made is kept below the folder."""
    os.environ["BOARD_OWN"] = str(folder / "own")
    with serve(folder / "board", EMPTY_CLOCK, folder / "log") as address, known_browser(folder / "profile") as window:
        yield address, window


Told = Callable[[], dict[str, Ledgers]] | None
ANSWERS: dict[str, Mapping[str, str]] = {
    "flood": {"deadline": "22:00", "meetings": "08:00,18:00", "title": "防汛转移安置|Flood resettlement"},
    "parcels": {"title": "包裹|Parcels", "zone": "Europe/London"},
    "italy": {"title": "意大利疫苗接种|Italy's vaccination campaign", "zone": "Europe/Rome", "plan-totale": "500000"},
    "malaysia": {"title": "马来西亚疫苗接种|Malaysia's vaccination", "zone": "Asia/Kuala_Lumpur"},
}


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("sheets", nargs="*", type=Path)
    sheets = given.parse_args().sheets
    tried: list[tuple[str, bytes, Mapping[str, str], Told]] = [(f.name, f.read_bytes(), {}, None) for f in sheets] or [
        (file, shared_data("own", file).read_bytes(), ANSWERS[name], told) for name, (file, told) in SHEETS.items()
    ]
    failed = 0
    print("| sheet | clicks | questions answered, of | seconds waited | minutes of a person | totals |")
    print("|---|---:|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, window):
        for name, data, answers, told in tried:
            run = timed(window, address, name, data, answers)
            same = "not compared" if told is None else "equal" if equal(run, told()) else "NOT EQUAL"
            asked = f"{run.questions}, {run.offered}"
            print(f"| {name} | {run.clicks} | {asked} | {run.waited:.0f} | {run.seconds / 60:.1f} | {same} |")
            print("  ", *run.shown, sep=" | ", file=sys.stderr)
            failed += same == "NOT EQUAL" or run.seconds > LIMIT_S or run.offered > MOST_QUESTIONS
    return failed


if __name__ == "__main__":
    sys.exit(main())
