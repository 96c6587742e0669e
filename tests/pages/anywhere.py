"""Every page under the settings of its environment: `python -m tests.pages.anywhere LANG CLOCK…`.

Prints, as JSON, what did not draw, which panel is empty, and which words are not this operation's: English on a page of
another language, places of a city, places below areas that have none, names of the sample's.
"""

import json
import re
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Markdown, Text

from data_pipeline.board.board import board
from data_pipeline.words import catalogue
from pages.app import person
from pages.components.sites import has_sites
from pages.model.menu import MENU
from pages.views.wall.asked import CARD
from pages.views.wall.fitting import fitting
from tests.support.drawn import components, script, words_of
from tests.support.wall import wall

CITY = re.compile(r"上海|全市|各区|本区|Shanghai|\b[Dd]istricts?\b|\b[Cc]ity\b")
BELOW, BEDS = re.compile(r"街镇|\b[Ss]ubdistricts?\b"), re.compile(r"床位")
SAMPLE = re.compile(r"浦东|普陀|Pudong|Putuo")
PANEL = re.compile(r'<section class="panel[^"]*" data-key="([^"]*)".*?</header>(.*?)</section>', re.DOTALL)
SENTENCE = re.compile(r"[A-Za-z][A-Za-z ,’]{11,}")


def main() -> None:
    lang, *clocks = sys.argv[1:]
    person._peer = lambda: person.LOOPBACK  # type: ignore[assignment]
    english = {s for t in catalogue("en").values() for s in SENTENCE.findall(re.sub(r"\{[^}]*\}", "|", t))}
    english -= {s for t in catalogue(lang).values() for s in SENTENCE.findall(re.sub(r"\{[^}]*\}", "|", t))}
    told: dict[str, Any] = {"failed": {}, "english": {}, "empty": {}, "drawn": 0}
    named = json.dumps([str(x) for x in _names()])  # a pack's own names are told as it has them
    english = {s for s in english if s.strip() not in named}
    other = [x.en for x in _called() if x.own_names.get(lang, x.en) != x.en]
    called = re.compile(rf"\b(?:{'|'.join(map(re.escape, other)) or '(?!)'})\b")  # though it has one in this language
    area = next((a.code for a in board().pack.districts), "")
    for (id, file, *_), clock in product(MENU, clocks):
        at = script(file)
        for name, value in {"lang": lang, "clock": clock, "area": area if id == "district" else ""}.items():
            if value:
                at.query_params[name] = value
        at.run()
        told["drawn"] += 1
        if at.exception:
            told["failed"][f"{id} {clock}"] = f"{at.exception[0].message} {at.exception[0].stack_trace[-3:]}"
            continue
        boards = [c["html"] for c in components(at, "board") if c.get("html")]
        shown = " ".join([*map(words_of, boards), *_kit(at)])
        if empty := [p for html in boards for p in _empty(html)]:
            told["empty"][f"{id} {clock}"] = empty
        if leaked := [*sorted(s for s in english if s in shown), *called.findall(shown), *_elsewhere(shown, id)]:
            told["english"][f"{id} {clock}"] = leaked
    for clock in clocks:
        drawn = wall(lang=lang, clock=clock, views=",".join([*fitting(board().pack), CARD])).html
        shown = words_of(drawn)
        told["drawn"] += 1
        if empty := _empty(drawn):
            told["empty"][f"wall {clock}"] = empty
        if leaked := [*sorted(s for s in english if s in shown), *called.findall(shown), *_elsewhere(shown, "wall")]:
            told["english"][f"wall {clock}"] = leaked
    print(json.dumps(told, ensure_ascii=False))


def _elsewhere(shown: str, id: str) -> list[str]:
    """Words for the places of a city, on pages of an operation that has words of its own; not where code is shown."""
    pack = board().pack
    if not pack.operation.area_zh or id in ("number", "wall-setup"):
        return []
    found = [*CITY.findall(shown), *SAMPLE.findall(shown)]
    found += [] if pack.has_subdistricts or id in ("definitions", "upload") else BELOW.findall(shown)
    return found + ([] if has_sites(pack) else BEDS.findall(shown))


def _empty(html: str) -> list[str]:
    """Panels below whose title nothing is written and nothing drawn."""
    return [key for key, body in PANEL.findall(html) if "data-chart" not in body and not words_of(body).strip()]


def _kit(at: AppTest) -> Iterator[str]:
    """What stands in the framework's own parts."""
    yield from (
        x.value for kind in ("caption", "markdown", "text") for x in at.get(kind) if isinstance(x, Markdown | Text)
    )
    yield from (str(o) for box in at.selectbox for o in box.options)


def _called() -> Iterator[Any]:
    """What is called by its name on nearly every page."""
    of = board().pack
    yield from (of.operation, *of.lines.values(), *of.gauges.values(), *of.feeds.values(), *of.areas, *of.targets)


def _names() -> Iterator[object]:
    of = board().pack
    yield from (*of.lines.values(), *of.gauges.values(), *of.feeds.values())
    yield from (*of.areas, *of.targets, *of.systems, *of.vocab, of.actions)


if __name__ == "__main__":
    main()
