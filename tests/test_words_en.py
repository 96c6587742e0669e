"""English in the field's terms: the retired words stand neither in the catalogue nor in the pack."""

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.words import catalogue

PACK = Path(__file__).parents[1] / "data_pipeline" / "pack" / "shanghai-2022"

RETIRED = {  # pattern: what is said instead, and why
    r"\bas at \d|\bas at \{": "as of",
    r"\btaken off\b|\bstruck off\b": "cancelled",
    r"\bcarried in\b": "carried over",
    r"\bgauges?\b": "indicator: a gauge is the code's word",
    r"\b[Rr]ehears\w*": "preview",
    r"\bpeople first\b": "people in need of care, key groups",
    r"\bnoughts?\b": "zero, or not reported",
    r"(?<!who )\b(?:is|are|was|were|been|be|not|only) told\b|^[Tt]old\b": "reported, shown (only people are told)",
    r"\btold (?:apart|as|at|by|in|of|otherwise|today)\b": "separately, reported, shown",
    r"\bspeaks? (?:of|for)\b|\bspoken (?:of|for)\b": "covers, is about, represents",
    r"% bands?\b|\bband (?:off|is|held)\b|\b(?:in|the) bands\b": "80% interval; range of a small count",
    r"\bclos(?:e|es) the (?:middle|bad) case\b|\b(?:middle|bad) case\b": "could clear in time, most likely",
    r"\bearned\b": "was good enough, no better than the base rate: a forecast earns nothing",
    r"\bwithheld\b": "not shown",
    r"\bon course\b|\btight\b": "on track, at risk: the states",
    r"\b[Ss]lots?\b": "report time: a slot is the code's word",
    r"\b[Mm]end(?:s|ed|ing)?\b": "correct, rebuild",
    r"\b[Oo]nly who\b|\bWho (?:has|is not)\b|\bwho sits\b": "the person who, people who",
    r"\bbroke off\b|\bbreaks off\b": "stopped, interrupted",
    r"\bturned over\b": "rotated, of log files",
    r"\bthis very\b|\bby itself in\b|\bit bears\b|\bused so\b|\bcounted so\b": "plain: this, alone, allows, that way",
    r"\bput right\b|\bput to no\b|\bput to a\b": "corrected, attributed",
    r"\bcannot be (?:told|said)\b|\bcannot say\b": "is not known yet, is not clear",
    r"\bheld by\b|\bHeld by\b|\banswers for\b": "responsible",
    r"\b[Pp]rojected clear\b|\bclear at \{": "expected finish",
    r"\bin the bad\b|\bat no pace\b|\bmoves the finish\b": "a riddle: say what happens",
}
UNREAD = re.compile(r"`[^`]*`|“verify --mend”|--[a-z]+")  # names of the program, quoted


def _sentences() -> Iterator[tuple[str, str]]:
    """(where, what) of every English text: the catalogue, then names and notes of the pack."""
    for key, said in catalogue("en").items():
        yield key, re.sub(r"\{[^}]*\}", "{}", UNREAD.sub("", said))
    for file in sorted(PACK.rglob("*.toml")):
        for said in _english(tomllib.loads(file.read_text("utf-8"))):
            yield file.name, said
    for file in sorted(PACK.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield from (
                    ((f"{file.name}: {row['en']}", v) for k, v in row.items() if _is_english(k)) if "en" in row else ()
                )


def _english(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _english(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and _is_english(key):
                yield value
            else:
                yield from _english(value)


def _is_english(name: str) -> bool:
    return name == "en" or name.endswith("_en")


SENTENCES = tuple(_sentences())


@pytest.mark.parametrize("retired", RETIRED)
def test_a_retired_word_stands_nowhere_in_english(retired: str) -> None:
    found = [f"{where}: {said}" for where, said in SENTENCES if re.search(retired, said)]
    assert found == [], f"say instead: {RETIRED[retired]}"


def test_the_pack_is_read_too() -> None:
    places = {where.partition(":")[0] for where, _ in SENTENCES}
    assert {"lines.toml", "gauges.toml", "columns.toml", "screening.toml", "targets.csv", "vocab.csv"} <= places


def test_no_state_is_written_by_its_code() -> None:
    """`at_risk`, `will_miss`: names of the code, never of a sentence."""
    assert [
        w for w, said in SENTENCES if re.search(r"\b(?:at_risk|will_miss|on_track|in_force|set_aside)\b", said)
    ] == []
