"""The invariants: each a rule with an id, what it promises, and the function that finds where a reading breaks it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


def check(reading: Reading, only: Iterable[str] = ()) -> list[Contradiction]:
    """Every contradiction of one reading, each told once."""
    from tests.reader.rules import city, gaps, ledger, same, states, times, wording

    _ = city, gaps, ledger, same, states, times, wording
    wanted = set(only) or set(RULES)
    found: dict[tuple[str, str, str], Contradiction] = {}
    for id, of in RULES.items():
        if id in wanted:
            for c in of.find(reading):
                found.setdefault((c.rule, c.what, c.other), c)
    return list(found.values())
