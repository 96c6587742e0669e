"""Every page under the settings of its environment: `python -m tests.pages.anywhere LANG CLOCK…`.

Prints, as JSON, what did not draw, and what English stands on a page of another language.
"""

import json
import re
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

from data_pipeline.board.board import board
from data_pipeline.words import catalogue
from pages.app import person
from pages.model.menu import MENU
from tests.support.drawn import components, script, words_of
from tests.support.wall import wall

CITY = re.compile(r"上海|全市|各区|本区|Shanghai|\b[Dd]istricts?\b|\b[Cc]ity\b")
SENTENCE = re.compile(r"[A-Za-z][A-Za-z ,’]{11,}")


def main() -> None:
    lang, *clocks = sys.argv[1:]
    person._peer = lambda: person.LOOPBACK  # type: ignore[assignment]
    english = {s for t in catalogue("en").values() for s in SENTENCE.findall(re.sub(r"\{[^}]*\}", "|", t))}
    english -= {s for t in catalogue(lang).values() for s in SENTENCE.findall(re.sub(r"\{[^}]*\}", "|", t))}
    told: dict[str, Any] = {"failed": {}, "english": {}, "drawn": 0}
    named = json.dumps([str(x) for x in _names()])  # a pack's own names are told as it has them
    english = {s for s in english if s not in named}
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
        shown = " ".join(words_of(c["html"]) for c in components(at, "board") if c.get("html"))
        if leaked := [*sorted(s for s in english if s in shown), *_elsewhere(shown, id)]:
            told["english"][f"{id} {clock}"] = leaked
    for clock in clocks:
        shown = words_of(wall(lang=lang, clock=clock).html)
        told["drawn"] += 1
        if leaked := [*sorted(s for s in english if s in shown), *_elsewhere(shown, "wall")]:
            told["english"][f"wall {clock}"] = leaked
    print(json.dumps(told, ensure_ascii=False))


def _elsewhere(shown: str, id: str) -> list[str]:
    """Words for the places of a city, on pages of an operation that has words of its own; not where code is shown."""
    return CITY.findall(shown) if board().pack.operation.area_zh and id not in ("number", "wall-setup") else []


def _names() -> Iterator[object]:
    of = board().pack
    yield from (*of.lines.values(), *of.gauges.values(), *of.feeds.values())
    yield from (*of.areas, *of.targets, *of.systems, *of.vocab)


if __name__ == "__main__":
    main()
