"""docs/disclosure.md and the list of what the attacker used, from one run."""

from collections.abc import Sequence
from pathlib import Path

from tests.disclosure.collect import Haul
from tests.disclosure.run import Tally

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs" / "disclosure.md"
USED = ROOT / "docs" / "disclosure-exports.csv"
TEXT = Path(__file__).with_name("disclosure.txt")


def table(tallies: Sequence[Tally]) -> str:
    heads = ("line", "figures below districts", "shown exactly", "of 1 to 9 people", "got back", "left with two values")
    rows = [
        (f"`{t.line}`", f"{t.cells:,}", f"{t.exact:,}", f"{t.hidden:,}", f"{len(t.recovered):,}", f"{t.narrow:,}")
        for t in tallies
    ]
    sums = ("**all**", *(f"{sum(v):,}" for v in zip(*(_numbers(t) for t in tallies), strict=True)))
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows, sums]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def paper(tallies: Sequence[Tally], haul: Haul, silent: Sequence[str], districts: int) -> str:
    """The text with this run's table in it."""
    return TEXT.read_text("utf-8").format(
        table=table(tallies), files=f"{len(haul.files):,}", rows=f"{sum(n for _, n in haul.files):,}",
        silent=", ".join(f"`{x}`" for x in silent), slots=len(haul.slots), districts=districts,
    )  # fmt: skip


def used(haul: Haul) -> str:
    return "address,rows\n" + "".join(f'"{address}",{rows}\n' for address, rows in sorted(set(haul.files)))


def _numbers(t: Tally) -> tuple[int, ...]:
    return t.cells, t.exact, t.hidden, len(t.recovered), t.narrow
