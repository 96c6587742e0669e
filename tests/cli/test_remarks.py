"""`remark` and `remarks`: a remark on a figure by command, as on the page."""

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
AT = ("--at", "2022-04-06T14:05")


def test_one_is_entered_and_listed(run: Run) -> None:
    entered = run("remark", "transfer", "two buses out of service", "--area", "310115", "--by", "the desk", *AT)
    assert entered.code == 0
    assert "transfer, 310115, 2022-04-06" in entered.out
    listed = run("remarks", "--figure", "transfer", *AT)
    assert listed.code == 0
    assert "two buses out of service" in listed.out
    assert "two buses" not in run("remarks", "--area", "310101", *AT).out
    assert "two buses" not in run("remarks", "--at", "2022-04-06T14:00").out
    assert run("remarks", *AT, "--json").json["remarks"][0]["by"] == "the desk"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_figure_nobody_knows_is_named(run: Run, lang: str) -> None:
    answer = run("remark", "nothing", "x", *AT, lang=lang)
    assert answer.code != 0
    assert "nothing" in answer.err + answer.out
