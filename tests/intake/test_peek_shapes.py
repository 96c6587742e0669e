"""The feed of a file is known by its headers whatever sets its columns apart."""

from pathlib import Path

import pytest

from data_pipeline.intake import peek
from tests.support.samples import pack

FILES = Path(__file__).parent / "shanghai"


@pytest.mark.parametrize("name", ["spaces.txt", "totals.csv"])
def test_a_bulletin_is_known_by_its_headers(name: str) -> None:
    assert peek(pack(), (FILES / name).read_bytes()).feed == "bulletin"


def test_a_bulletin_of_one_figure_is_known_too() -> None:
    assert peek(pack(), "日期,区,在院治疗\n2022-04-06,浦东,44\n".encode()).feed == "bulletin"
