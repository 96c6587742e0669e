"""What a page lays out for the first who looks is given to the next, and made anew for another language or theme."""

from collections.abc import Callable
from functools import cache

import pytest

from data_pipeline.board.board import Board
from pages.app import data_table, data_version
from tests.support.drawn import desk

CLOCK = "2022-04-06T16:45@0"
LOOKS = [(lang, theme) for lang in ("zh", "en") for theme in ("light", "dark")]


def test_a_table_is_laid_out_once_for_all_who_look_and_anew_for_each_language_and_theme(
    shown: Callable[[Board], None], sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    # the days before may be worked out in the middle, which makes another data version
    monkeypatch.setattr(data_version, "data_version", cache(data_version.data_version))
    made: list[str] = []
    lay_out = data_table._rows
    monkeypatch.setattr(data_table, "_rows", lambda of, key, *how: made.append(key) or lay_out(of, key, *how))
    first = [_table(lang, theme) for lang, theme in (LOOKS[0], *LOOKS)][1:]
    assert len(made) >= len(LOOKS)
    made.clear()
    assert [_table(lang, theme) for lang, theme in LOOKS] == first
    assert made == []
    assert len(set(first)) == len({lang for lang, _ in LOOKS})  # no states stand in it, which have a theme's colours


def _table(lang: str, theme: str) -> bytes:
    at = desk("definitions", lang=lang, theme=theme, clock=CLOCK)
    assert not at.exception
    return at.dataframe[0].proto.SerializeToString(deterministic=True)
