"""What we hold on to of the kit's front end is there: its names in our styles and scripts, the words we tell anew."""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from data_pipeline.words import LANGUAGES
from pages.app.kit import kit_words
from pages.app.live import ASSETS

FRONT = Path(streamlit.__file__).parent / "static" / "static" / "js"
NAMES = re.compile(r"data-testid=[\"']?(\w+)")
OWN = dict(
    re.findall(r'"([^"]+)": "(\w+)"', (ASSETS / "kit.js").read_text("utf-8").split("KIT_OWN = {")[1].split("};")[0])
)
# The kit puts these together as it counts: how they read is seen in the browser (test_kit_browser.py).
COUNTED = {"# results", "# result", "@ of # results", "@ of # result", "@ of over #", "Page #"}


@cache
def front_end() -> str:
    return "\n".join(f.read_text("utf-8") for f in FRONT.glob("*.js"))


@pytest.mark.parametrize("file", sorted(f.name for f in ASSETS.iterdir() if f.suffix in (".css", ".js")))
def test_every_part_of_the_kit_that_we_name_is_there(file: str) -> None:
    named = set(NAMES.findall((ASSETS / file).read_text("utf-8")))
    assert {n for n in named if n not in front_end()} == set()


def test_every_word_told_anew_is_one_that_the_kit_brings() -> None:
    assert {w for w in OWN if w not in COUNTED and f"`{w}`" not in front_end()} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_counted_word_keeps_its_counts(lang: str) -> None:
    told = kit_words(lang)
    assert set(told) == set(OWN.values())
    assert {own: told[word] for own, word in OWN.items() if _marks(own) != _marks(told[word])} == {}


def _marks(text: str) -> list[str]:
    return sorted(re.findall("[#@]", text))
