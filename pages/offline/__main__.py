"""`python -m pages.offline take [FILE]`: the board's offline copy; `check FILE`: is it as it was taken?"""

import sys
from pathlib import Path

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock
from pages.offline.file import checksum_of, copy_of
from pages.offline.taken import Taken


def main(argv: list[str]) -> int:
    if argv[:1] == ["check"] and len(argv) == 2:
        told, holds = checksum_of(Path(argv[1]).read_bytes())
        print(told or "-", "ok" if holds else "differs")
        return 0 if holds else 1
    if argv[:1] == ["take"] and len(argv) <= 2:
        made = copy_of(Taken(process_clock(board().pack.operation), WHOLE))
        to = Path(argv[1] if len(argv) == 2 else made.name)
        to.write_bytes(made.data)
        print(f"{to} {len(made.data)} {made.checksum}")
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
