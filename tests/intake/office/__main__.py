"""`python -m tests.intake.office` writes docs/office.md from the table of cases."""

from collections import Counter
from pathlib import Path

from tests.intake.office.table import CASES, KINDS

PAGE = Path(__file__).parents[3] / "docs" / "office.md"
HEAD = """# What offices send, and what becomes of it

Written from the cases that the tests run (`python -m tests.intake.office`); do not edit. Each kind is a trap met in an
office's own files, as CSV or as a workbook. "Asked" means that somebody must confirm before anything is kept.

| an office's file | what the board does | cases |
| --- | --- | ---: |
"""


def page() -> str:
    times = Counter(case.kind for case in CASES)
    return HEAD + "".join(f"| {kind.what} | {kind.outcome} | {times[name]} |\n" for name, kind in KINDS.items())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
