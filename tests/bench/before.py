"""`python -m tests.bench.before COMMIT`: the same files examined by an earlier commit and by this one, turn by turn.

Processor seconds, the quickest of several turns, each in a fresh process: only their ratio says something.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from tests.bench.files import write_transfer
from tests.bench.measure import ROOT

FOUR_MB, MILLION = 45_000, 1_000_000
FILES = {"four.csv": 8, "four.xlsx": 3, "million.csv": 1}  # and how often each is examined in a turn
TURNS = 5
ONE = """
import sys, time
from pathlib import Path
from data_pipeline.intake import examine
from tests.support.samples import pack
small, file = map(Path, sys.argv[1:3])
examine(pack(), "transfer", small.name, small.read_bytes())
for _ in range(int(sys.argv[3])):
    data, begun = file.read_bytes(), time.process_time()
    report = examine(pack(), "transfer", file.name, data).report
    print(time.process_time() - begun)
    assert report.accepted == report.records
"""
# What it said last, for docs/bench.md.
MEASURED = """\
Against the commit before the office's own files were read (3ba3805), both in one run, turn by turn, processor
seconds of `examine` (`python -m tests.bench.before 3ba3805`); the machine was nearly quiet. The seven
milliseconds of the small CSV are taken to be the looks for units, identities and absences that were not there before:

| file | before | now | ratio |
| --- | ---: | ---: | ---: |
| CSV, 45,000 rows (4 MB) | 0.091 | 0.098 | 1.07 |
| XLSX, the same | 1.527 | 1.097 | 0.72 |
| CSV, 1,000,000 rows | 2.804 | 1.457 | 0.52 |
"""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("commit")
    commit = ask.parse_args().commit
    with tempfile.TemporaryDirectory(prefix="riqing-before-") as work:
        tree = Path(work) / "tree"
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=ROOT, check=True)
        try:
            _files(Path(work))
            print(_table(_run(Path(work), {"before": tree, "now": ROOT})))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def _files(work: Path) -> None:
    write_transfer(work / "small.csv", 500)
    write_transfer(work / "million.csv", MILLION)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("转运")
    with write_transfer(work / "four.csv", FOUR_MB).open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            sheet.append([float(c) if c.replace(".", "", 1).isdigit() and len(c) < 6 else c for c in row])
    book.save(work / "four.xlsx")


def _run(work: Path, trees: dict[str, Path]) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {}
    for _ in range(TURNS):
        for file, times in FILES.items():
            for name, tree in trees.items():
                command = [sys.executable, "-c", ONE, str(work / "small.csv"), str(work / file), str(times)]
                env = os.environ | {"PYTHONPATH": str(tree)}
                said = subprocess.run(command, cwd=tree, env=env, check=True, capture_output=True, text=True).stdout
                took.setdefault((file, name), []).extend(map(float, said.split()))
    return took


def _table(took: dict[tuple[str, str], list[float]]) -> str:
    rows = [(file, min(took[file, "before"]), min(took[file, "now"])) for file in FILES]
    return "".join(f"| {file} | {was:.3f} | {now:.3f} | {now / was:.2f} |\n" for file, was, now in rows)


if __name__ == "__main__":
    main()
