"""The page of promises is that of the rules, and every test it names is there."""

import re

from tests.reader import test_rules
from tests.reader.promises import PAPER, written


def test_the_page_of_promises_is_that_of_the_rules() -> None:
    assert PAPER.read_text("utf-8") == written()


def test_every_test_it_names_is_there() -> None:
    named = re.findall(r"test_rules\.py::(\w+)", PAPER.read_text("utf-8"))
    assert named
    assert [n for n in named if not hasattr(test_rules, n)] == []
