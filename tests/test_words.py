"""Two languages, one catalogue: the same keys in both."""

import re
from pathlib import Path

import pytest

from data_pipeline.words import LANGUAGES, catalogue, say

ROOT = Path(__file__).parents[1]
RAISED = re.compile(r"""BoardError\(\s*"([a-z_]+)\"""")
KEYS = sorted(set().union(*map(catalogue, LANGUAGES)))


def test_every_key_is_there_in_every_language() -> None:
    assert {lang: sorted(set(KEYS) - set(catalogue(lang))) for lang in LANGUAGES} == {lang: [] for lang in LANGUAGES}


def test_no_sentence_is_empty_and_none_carries_blank_ends_by_accident() -> None:
    assert [key for key in KEYS for lang in LANGUAGES if not catalogue(lang).get(key, "x").strip()] == []


def test_a_missing_word_is_loud() -> None:
    with pytest.raises(KeyError):
        say("zh", "nothing.of_the_kind")


def test_every_error_a_person_can_meet_has_its_sentence() -> None:
    files = (ROOT / "data_pipeline").rglob("*.py")
    raised = {code for file in files for code in RAISED.findall(file.read_text("utf-8"))}
    assert raised
    assert sorted(code for code in raised if f"error.{code}" not in KEYS) == []
