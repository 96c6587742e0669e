"""Many random moments × languages × forms, by hand: `python -m tests.brief.compare 50`.

Each figure is held to the rows of the API, each file is read back.
"""

import random
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from data_pipeline.board.moments import moment_of
from data_pipeline.brief.forms import FORMS
from data_pipeline.brief.make import brief, wanted
from data_pipeline.core.clock import Clock
from tests.brief.back import Shown, differ
from tests.support import samples

FIRST, HOURS = datetime(2022, 4, 1, 8), 5 * 24 + 23


def main(many: int, seed: int = 18) -> int:
    rng, wrong, compared, files = random.Random(seed), [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        samples.full(Path(folder) / "board")
        board = samples.opened(Path(folder) / "board")
        areas = ["", *(a.code for a in board.pack.districts)]
        for n in range(many):
            now = FIRST + timedelta(minutes=rng.randrange(HOURS * 60))
            moment = moment_of(Clock(start=now, speed=0), board)
            area = rng.choice(areas) if n % 3 == 2 else ""
            shown = Shown(board, moment)
            for lang in ("zh", "en"):
                of = brief(board, moment, wanted(board.pack, lang, area))
                found = shown.differ(of)
                made = {form: differ(of, form) for form in FORMS}
                count = sum(1 for _ in of.figures())
                compared, files = compared + count * (1 + len(FORMS)), files + len(FORMS)
                wrong += [(now, area, lang, "board", x) for x in found]
                wrong += [(now, area, lang, form, x) for form, of_form in made.items() for x in of_form]
            print(f"{now:%m-%d %H:%M} {area or 'city'}: {len(wrong)} differ", flush=True)
    print(f"{many} moments, {files} files, {compared} figures compared, {len(wrong)} differ")
    for x in wrong[:40]:
        print(*x)
    return bool(wrong)


if __name__ == "__main__":
    began = time.monotonic()
    failed = main(*map(int, sys.argv[1:]))
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(failed)
