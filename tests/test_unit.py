"""The word behind a figure is the one that figure takes."""

import pytest

from data_pipeline.declare import Pack
from data_pipeline.words import Unit, say, unit_word
from tests.support import samples

HOUSEHOLD = Unit(" households", " household")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return samples.pack()


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("1", "1 household left. "),
        ("0", "0 households left. "),
        ("21", "21 households left. "),
        ("1.0m", "1.0m households left. "),
    ],
)
def test_a_sentence_takes_the_form_of_its_own_figure(left: str, said: str) -> None:
    assert say("en", "place.line", line="X", left=left, unit=HOUSEHOLD) == f"X: {said}"


def test_every_unit_that_is_counted_has_its_form_behind_one(pack: Pack) -> None:
    counted = {x.unit for x in pack.lines.values()}
    alike = {code for code in counted if pack.unit(code, "en") == pack.unit(code, "en").one}
    assert alike <= {"t"}


def test_of_two_words_the_first_is_put_behind_and_the_bare_word_keeps_its_forms(pack: Pack) -> None:
    word = unit_word("en", pack.unit("bed_or_room", "en"))
    assert (word, word.one, word.strip().one) == (" beds", " bed", "bed")
    assert unit_word("zh", pack.unit("bed_or_room", "zh")).one == "张"


def test_a_plain_word_in_its_place_is_a_bug_and_loud() -> None:
    with pytest.raises(ValueError, match="format spec"):
        say("en", "place.line", line="X", left="1", unit="households")
