"""The invariants: each a rule with an id, what it promises, and the function that finds where a reading breaks it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from tests.reader.fact import Contradiction, Reading

Find = Callable[[Reading], Iterator[Contradiction]]


@dataclass(frozen=True)
class Rule:
    id: str
    promise: str
    find: Find


RULES: dict[str, Rule] = {}


def rule(promise: str) -> Callable[[Find], Find]:
    """Registers a rule under its function's name."""

    def register(find: Find) -> Find:
        RULES[find.__name__] = Rule(find.__name__, promise, find)
        return find

    return register


ROOMS = ("city", "gaps", "ledger", "same", "states", "times", "wording")


def loaded() -> dict[str, Rule]:
    """All of them, once their rooms have been read."""
    for room in ROOMS:
        import_module(f"{__name__}.{room}")
    return RULES


def check(reading: Reading, only: Iterable[str] = ()) -> list[Contradiction]:
    """Every contradiction of one reading, each told once."""
    wanted = set(only) or set(loaded())
    found: dict[tuple[str, str, str], Contradiction] = {}
    for id, of in loaded().items():
        if id in wanted:
            for c in of.find(reading):
                found.setdefault((c.rule, c.what, c.other), c)
    return list(found.values())
