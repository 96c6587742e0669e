"""docs/promises.md: each invariant of what is said beside the test that holds it and the one that proves it can fail.

`python -m tests.reader.promises` writes it.
"""

from pathlib import Path

from tests.reader.rules import RULES, loaded
from tests.reader.test_mutations import MUTATIONS
from tests.reader.test_reading import OPEN, VERDICT
from tests.reader.test_rules import HAND_MADE

PAPER = Path(__file__).parents[2] / "docs" / "promises.md"
HEAD = """# Promises: what is said is as true as the figures under it

Pages and walls are drawn as viewers get them, every figure, state, time and unit is taken *as shown*, and they are held
against each other, the clock and a slow twin of the ledger (`tests/reader/`). In the suite at a few moments; by hand
(`python -m tests.reader FOLDER`) every page and wall view, both languages, at every slot + 5, 20 and 40 minutes, both
sides of every deadline and through the night, on the sample and on four perturbed operations.

This page is written by `python -m tests.reader.promises`; a test compares it with the rules.

| promise | held by | broken on purpose by | |
| --- | --- | --- | --- |
"""
HOLDS = "`tests/reader/test_reading.py::test_what_is_said_holds[{}]`"
BREAKS = "`tests/reader/test_mutations.py::test_the_rule_finds_what_was_broken[{}]`"
HELD_VERDICT = "test_a_verdict_holds_until_the_next_full_slot"
MADE = "`tests/reader/test_rules.py::{}`"


def written() -> str:
    loaded()
    broken = {m.rule for m in MUTATIONS}
    rows = [(RULES[id].promise, HOLDS.format(id) if id not in OPEN else f"`{id}`", id) for id in RULES]
    rows.append((VERDICT, f"`tests/reader/test_reading.py::{HELD_VERDICT}`", "verdict_holds"))
    told = [
        f"| {promise} | {held} | {BREAKS.format(id) if id in broken else MADE.format(HAND_MADE[id])} |"
        f" {'not kept everywhere yet' if id in OPEN else ''} |"
        for promise, held, id in rows
    ]
    return HEAD + "\n".join(told) + "\n"


if __name__ == "__main__":
    PAPER.write_text(written(), "utf-8")
