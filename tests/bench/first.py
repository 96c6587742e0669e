"""Processor seconds of the first look at pages in a new process, and of the next: `python -m tests.bench.first STORE`.

The forecasts are ready, as in a server that has begun; a page's scene is what is worked out, drawn and packed. STORE is
written to (what days came to is kept): run it twice on the same one, the first time after new code works those out."""

import os
import sys
import time
from pathlib import Path

from data_pipeline.access.visitor import STRANGER
from pages.app.data_version import data_version
from pages.app.desk_scenes import desk_of, desk_scene
from tests.bench.drawn import CLOCK, _foreseen

LOOKS = (("command", ""), ("district", "310115"), ("district", "310104"))


def main() -> None:
    os.environ |= {"BOARD_STORE": f"file:{Path(sys.argv[1]).resolve()}", "BOARD_CLOCK": f"replay:{CLOCK}"}
    _foreseen()
    print("| page | area | processor s | scene |\n|---|---|---:|---|")
    for page, area in LOOKS:
        asked = desk_of({"desk": page, "area": area, "lang": "zh", "theme": "light"}, STRANGER)
        began = time.process_time()
        scene = desk_scene(asked, data_version(asked.clock, asked.sight))
        print(f"| {page} | {area or 'city'} | {time.process_time() - began:.2f} | {scene.name[:8]} |", flush=True)


if __name__ == "__main__":
    main()
