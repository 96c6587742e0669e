"""docs/promises.md: each invariant of what is said beside the test that holds it and the one that proves it can fail.

`python -m tests.reader.promises` writes it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
MEASURED = Path(__file__).parent / "measured.json"
PERTURBED = """
## When a day turns

Measured by hand (`python -m tests.reader.perturbed FOLDER`) on the tiles and the matrix of the command page as shown,
at every slot + 5, 20 and 40 minutes: hours from the event until the headline tells the truth and goes on telling it
(state and figures; the state alone), verdicts of headline lines taken back within two hours, and district-hours shown
red that missed nothing or as on track that missed.

| operation | hours to the truth | of the state alone | taken back | false red | missed, shown as on track |
| --- | --- | --- | --- | --- | --- |"""
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
    return HEAD + "\n".join([*told, *_measured()]) + "\n"


def _measured() -> Iterator[str]:
    """Before and after, for the operations that were run with each."""
    found: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    yield PERTURBED
    for when, of in found.items():
        if not of["rows"]:
            continue
        yield f"| **{when}**: commit {of['commit']}, {of['told']} | | | | | |"
        for row in of["rows"]:
            figures = ("" if row[name] is None else f"{row[name]:,}" for name in FIGURES)
            yield f"| {row['operation']} | {' | '.join(figures)} |"
    missing = [x for x in _names(found["before"]) if x not in _names(found["after"])]
    if missing:
        yield f"\nNot run again yet: {', '.join(missing)}."


FIGURES = ("truth_h", "state_h", "flips", "false_red", "missed_green")


def _names(of: dict[str, Any]) -> list[str]:
    return [row["operation"] for row in of["rows"]]


if __name__ == "__main__":
    PAPER.write_text(written(), "utf-8")
