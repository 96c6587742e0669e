"""docs/disclosure.md and the list of what the attacker used, from what was measured under each key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.disclosure.collect import Haul
from tests.disclosure.run import Tally

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs" / "disclosure.md"
USED = ROOT / "docs" / "disclosure-exports.csv"
TEXT = Path(__file__).with_name("disclosure.txt")
MEASURED = Path(__file__).with_name("measured.json")
OWN = "tests"  # the key that the tests use; the others are drawn from their name


def keep(key: str, tallies: Sequence[Tally], haul: Haul, silent: Sequence[str], districts: int) -> None:
    """What one run found, beside those under other keys."""
    facts = {
        "files": len(haul.files),
        "rows": sum(n for _, n in haul.files),
        "slots": len(haul.slots),
        "districts": districts,
        "silent": list(silent),
    }
    found = measured() | {key: facts | {"tallies": [asdict(t) for t in tallies]}}
    MEASURED.write_text(json.dumps(found, indent=1, sort_keys=True, default=int) + "\n", "utf-8")


def measured() -> dict[str, Any]:
    return json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}


def paper(found: Mapping[str, Any]) -> str:
    """The text with what was measured in it: the table is that of the tests' key."""
    own = found[OWN]
    by_key = "; ".join(_of_key(name, run) for name, run in sorted(found.items(), key=lambda f: f[0] != OWN))
    return TEXT.read_text("utf-8").format(
        table=table([Tally(**t) for t in own["tallies"]]),
        files=f"{own['files']:,}",
        rows=f"{own['rows']:,}",
        silent=", ".join(f"`{x}`" for x in own["silent"]),
        slots=own["slots"],
        districts=own["districts"],
        keys=len(found),
        by_key=by_key,
    )


def _of_key(name: str, run: Mapping[str, Any]) -> str:
    hidden, back = (sum(n) for n in zip(*((t["hidden"], len(t["recovered"])) for t in run["tallies"]), strict=True))
    return f"{back:,} of {hidden:,} under the key `{name}`"


def table(tallies: Sequence[Tally]) -> str:
    heads = ("line", "figures below districts", "shown exactly", "of 1 to 9 people", "got back", "left with two values")
    rows = [
        (f"`{t.line}`", f"{t.cells:,}", f"{t.exact:,}", f"{t.hidden:,}", f"{len(t.recovered):,}", f"{t.narrow:,}")
        for t in tallies
    ]
    sums = ("**all**", *(f"{sum(v):,}" for v in zip(*(_numbers(t) for t in tallies), strict=True)))
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows, sums]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def used(haul: Haul) -> str:
    return "address,rows\n" + "".join(f'"{address}",{rows}\n' for address, rows in sorted(set(haul.files)))


def _numbers(t: Tally) -> tuple[int, ...]:
    return t.cells, t.exact, t.hidden, len(t.recovered), t.narrow
