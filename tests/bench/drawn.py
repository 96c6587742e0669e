"""How long a page's own work takes in the server, on one store: `python -m tests.bench.drawn FOLDER` prints JSON.

`drawn`: a page that nobody has looked at in this look, its rows in memory: what the first viewer of new data waits for.
`again`: the same page for the next viewer. Milliseconds of the whole script run, the kit's own work included.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from data_pipeline import outlook
from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock
from pages.model.menu import MENU
from tests.support.drawn import desk

CLOCK = "2022-04-06T12:20@0"
ASKED: dict[str, Any] = {"district": {"area": "310115"}, "number": {"line": "transfer", "area": "310115"}}
# What the next ask for, after one has looked: other languages and colours, so that nothing drawn can be used again.
FIRST: Any = {"lang": "zh", "theme": "light"}
LOOKS = [{"lang": "zh", "theme": "dark"}, {"lang": "en", "theme": "light"}, {"lang": "en", "theme": "dark"}]
AGAIN = 3
PATIENCE_S = 120


def main() -> None:
    os.environ |= {"BOARD_STORE": f"file:{Path(sys.argv[1]).resolve()}", "BOARD_CLOCK": f"replay:{CLOCK}"}
    _foreseen()
    print(json.dumps({id: _measured(id, script) for id, script, _ in MENU if script.startswith("desk/")}))


def _foreseen() -> None:
    """The days before are worked out beside the pages; once they are, all pages are drawn with forecasts."""
    own = board()
    operation = own.pack.operation
    moment = process_clock(operation).moment(operation)
    until = time.monotonic() + PATIENCE_S
    while outlook.ready(own, moment) is None:
        if time.monotonic() > until:
            raise RuntimeError("no forecast came")
        time.sleep(0.2)


def _measured(id: str, script: str) -> dict[str, float]:
    at = desk(id, timeout=120, **FIRST, **ASKED.get(id, {}))
    drawn = [_run(at, look) for look in LOOKS]
    again = [_run(at, LOOKS[-1]) for _ in range(AGAIN)]
    return {"drawn": statistics.median(drawn), "again": statistics.median(again)}


def _run(at: AppTest, look: dict[str, Any]) -> float:
    for name, value in look.items():
        at.query_params[name] = value
    start = time.perf_counter()
    at.run()
    took = (time.perf_counter() - start) * 1000
    if at.exception:
        raise RuntimeError(at.exception[0].message)
    return took


if __name__ == "__main__":
    main()
