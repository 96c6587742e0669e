"""A sheet nobody has seen becomes a board by clicks alone, in a real browser: reading, keeping and opening it are
processes of their own there. The four real sheets: `python -m tests.propose.stopwatch`."""

from pathlib import Path

import pytest

from tests.propose import stopwatch
from tests.propose.test_pages import DEPOTS, SHEET

pytestmark = pytest.mark.browser
TOLD = {d: {"Delivered": (200 + 10 * n, 160 - n)} for n, d in enumerate(DEPOTS)}
TOLD[""] = {"Delivered": (630, 477)}


def test_from_a_sheet_to_its_board_by_clicks_within_ten_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_OWN", "")  # set by the trial, put back afterwards
    with stopwatch.served(tmp_path) as (address, window):
        run = stopwatch.timed(window, address, "depots.csv", SHEET.encode(), {"deadline": "22:00"})
    assert stopwatch.equal(run, TOLD), run.found
    assert run.offered <= stopwatch.MOST_QUESTIONS
    assert run.seconds < stopwatch.LIMIT_S
    command, wall, book = run.shown
    assert "delivered" in f"{command} {wall}".lower()
    assert "Data" in book
    assert (tmp_path / "own" / "packs" / "depots" / "lines.toml").read_text("utf-8").count("22:00") == 1
