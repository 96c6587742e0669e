"""The list of cities is checked as it is read."""

from pathlib import Path

import pytest

from data_pipeline.core.errors import DeclarationError
from data_pipeline.nation.cities import nation

CITY = '[[city]]\ncode = "310000"\nzh = "上海市"\nen = "Shanghai"\n'


def test_a_board_without_a_list_stands_alone() -> None:
    assert nation() is None


def test_cities_are_read_in_their_order_with_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file := tmp_path / "cities.toml").write_text(f'rollups = "/n"\n{CITY}at = [121.47, 31.23]\n', "utf-8")
    monkeypatch.setenv("BOARD_CITIES", str(file))
    found = nation()
    assert found
    assert [(c.code, c.name("zh"), c.name("en"), c.at) for c in found.city] == [
        ("310000", "上海市", "Shanghai", (121.47, 31.23))
    ]


@pytest.mark.parametrize("wrong", ["", CITY, f'rollups = "/n"\n{CITY}board = "javascript:alert(1)"\n', "rollups ="])
def test_a_list_that_is_wrong_is_refused_with_the_name_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    (file := tmp_path / "cities.toml").write_text(wrong, "utf-8")
    monkeypatch.setenv("BOARD_CITIES", str(file))
    with pytest.raises(DeclarationError, match=r"cities\.toml"):
        nation()
