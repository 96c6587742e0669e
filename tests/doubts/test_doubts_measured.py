"""Few honest files are asked about, and none of those gone wrong is missed: a short run of `python -m tests.doubts`."""

import pytest

from tests.doubts.measure import ITALY, STATES, WRONG, Office, honest, italy, malaysia, wrong


def test_a_history_sent_each_day_is_asked_about_once() -> None:
    """57 of these 59 files were, when every doubt was asked anew."""
    told = honest("hospital", Office(STATES, "hospital"), malaysia("hospital", 8))
    assert (told.files, told.doubtful) == (8, 1)


def test_a_file_a_day_is_hardly_asked_about() -> None:
    told = honest("regions", Office(ITALY, "regions"), italy(0, 60))
    assert told.doubtful <= 1


@pytest.mark.parametrize("what", WRONG)
def test_nothing_gone_wrong_is_missed(what: str) -> None:
    assert wrong(what, first=60, files=5).missed == ()
