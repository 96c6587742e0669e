"""The whole reader, by hand: every page and wall view, both languages, at every moment, on every operation.

`python -m tests.reader FOLDER [--few] [operation …]` keeps the operations' boards and what was found in FOLDER: as it
is found in one .txt an operation, at the end in found.md.
"""

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

from tests.reader import moments, render
from tests.reader.operations import ALL, DAY
from tests.reader.read import read
from tests.reader.report import Report, examples, table
from tests.reader.rules import check
from tests.reader.twin import Received


def run(folder: Path, name: str, few: bool) -> Report:
    board = ALL[name].made(folder / name)
    at = (moments.few if few else moments.all_of)(board.pack, DAY)
    report = Report(name)
    with render.on(board):
        received: Received | None = None
        for now in at:
            reading = read(board, now, received=received)
            received = reading.twin.received
            found = check(reading)
            report.add(reading, found)
            with (folder / f"{name}.txt").open("a", encoding="utf-8") as out:
                out.writelines(f"{c}\n" for c in found)
            print(f"{name} {now:%m-%d %H:%M} {len(reading.facts):,} facts, {len(report.found):,} found", flush=True)
    report.finish()
    return report


def main(folder: Path, names: list[str], few: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    reports = []
    for name in names or list(ALL):
        reports.append(run(folder, name, few))
        (folder / "found.md").write_text(table(reports) + "\n" + examples(reports, 12), "utf-8")
    print(table(reports))
    unread: Counter[str] = Counter()
    for r in reports:
        unread.update(r.unread)
    print("not understood:", *(f"{n} × {what}" for what, n in unread.most_common(12)), sep="\n  ")
    print(f"{datetime.now():%H:%M}")


if __name__ == "__main__":
    asked = [a for a in sys.argv[1:] if a != "--few"]
    main(Path(asked[0]), asked[1:], "--few" in sys.argv)
