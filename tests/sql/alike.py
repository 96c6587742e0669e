"""Which hand-written SQL files say the same but for names: `python -m tests.sql.alike`."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from data_pipeline.query.catalogue import PROJECT

NEAR = 0.9  # of all words and signs stand in both, in the same order, once every name is the same name
COMMENT, LITERAL = re.compile(r"--.*"), re.compile(r"'[^']*'|\b\d+(\.\d+)?\b")
TOKEN, NAME = re.compile(r"\$?[a-z_][a-z0-9_.]*|[^\sa-z]"), re.compile(r"[$a-z_]")
# what makes a statement's shape; every other word is a name
WORDS = (
    "select from where group by order having union all and or not in is null case when then else end as on inner left "
    "join anti exists distinct over partition qualify limit with sum max min count coalesce nullif greatest least "
    "unnest filter grouping sets between interval"
)
SHAPE = frozenset(WORDS.split())


def shape(sql: str) -> list[str]:
    """The words and signs of a query, each name and each literal as one and the same."""
    text = LITERAL.sub("0", COMMENT.sub("", sql.lower()))
    return [t if t in SHAPE or not NAME.match(t) else "name" for t in TOKEN.findall(text)]


def alike(files: Iterable[Path], root: Path = PROJECT) -> list[tuple[str, str]]:
    """Pairs of queries that are alike, by name."""
    shapes = {f.relative_to(root).with_suffix("").as_posix(): shape(f.read_text("utf-8")) for f in sorted(files)}
    return [(a, b) for a, b in combinations(shapes, 2) if _near(shapes[a], shapes[b])]


def _near(one: list[str], other: list[str]) -> bool:
    if 2 * min(len(one), len(other)) < NEAR * (len(one) + len(other)):
        return False
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.quick_ratio() >= NEAR and compared.ratio() >= NEAR


def hand_written(root: Path = PROJECT) -> list[Path]:
    return [f for f in root.rglob("*.sql") if f.relative_to(root).parts[0] not in ("raw", "generated")]


if __name__ == "__main__":
    found = alike(hand_written())
    for pair in found:
        print(*pair)
    print(len(found))
