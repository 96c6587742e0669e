"""Codes of teams, sites and the like: one spelling for one thing. Zeros at the front are part of a code and stay."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from data_pipeline.intake.cells.read import tidy

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー"), "-")
CODE = re.compile(r"(?=.*\d)[A-Za-z0-9._/#-]+", re.ASCII)
CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def spelled(text: str) -> tuple[str, str]:
    """Half width, one kind of dash, no stray spaces, a code in capitals; and the change's code ("" for none)."""
    plain, change = tidy(text)
    plain = re.sub(r"\s*-\s*", "-", plain.translate(DASHES))
    bare = re.sub(r"\s+", "", plain)
    plain = bare.upper() if CODE.fullmatch(bare) else CHINESE.sub("", re.sub(r"\s+", " ", plain))
    if plain == text:
        return plain, ""
    return plain, change if plain == tidy(text)[0] else "code"


def look(code: str) -> str:
    """What codes that look alike have in common: O is 0, l and I are 1, case does not count."""
    return code.upper().translate(LOOK_ALIKE)


def near(code: str) -> str:
    """The same, and dashes and zeros at the front do not count: near enough to be asked about."""
    return ZEROS.sub("", re.sub(r"[\s._/-]", "", look(code))) or code


def look_alikes(words: Sequence[str], rows: Sequence[int]) -> Mapping[str, str]:
    """{spelling: the one meant} among the codes of one file: of those that look alike, the one most rows have. Where
    none has most, nothing is changed."""
    times: defaultdict[str, int] = defaultdict(int)
    for word, n in zip(words, rows, strict=True):
        if plain := spelled(word)[0]:
            times[plain] += int(n)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for plain in times:
        groups[look(plain)].append(plain)
    found: dict[str, str] = {}
    for same in groups.values():
        first, *others = sorted(same, key=lambda p: -times[p])
        if others and times[first] > times[others[0]]:
            found |= dict.fromkeys(others, first)
    return found
