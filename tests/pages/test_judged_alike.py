"""Where a preview judges by pace what the board may judge by forecast, it says so; and a pace says when it is usual."""

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from data_pipeline.core.status import Status
from data_pipeline.sentences.judged_by import judged_by
from data_pipeline.store.diff.moves import NAMES
from data_pipeline.targets.recolour import Recoloured
from data_pipeline.words import LANGUAGES, say
from pages.components import moved, targets
from tests.pages.conftest import MakeDay
from tests.support.samples import pack

PACK = pack()


def _moves(before: str, after: str) -> pd.DataFrame:
    row = dict.fromkeys(NAMES) | {
        "ops_day": date(2022, 4, 6),
        "kind": "line",
        "id": "transfer",
        "area_code": "310000",
        "as_of_before": datetime(2022, 4, 6, 14),
        "as_of_after": datetime(2022, 4, 6, 14),
        "open_before": 5,
        "open_after": 6,
        "state_before": before,
        "state_after": after,
    }
    return pd.DataFrame([row], columns=pd.Index(NAMES))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_preview_with_states_that_turn_says_by_what_they_are_judged(lang: str) -> None:
    told = say(lang, "moved.by_pace")
    assert told in moved.lines_table(_moves("at_risk", "will_miss"), PACK, lang).note
    assert told not in moved.lines_table(_moves("at_risk", "at_risk"), PACK, lang).note
    line, gauge = (
        Recoloured(f, "310000", Status.AT_RISK, Status.ON_TRACK) for f in ("transfer", next(iter(PACK.gauges)))
    )
    assert told == targets.colours([line, gauge], PACK, lang).note
    assert targets.colours([gauge], PACK, lang).note == ""


class _Said:
    """An outlook that has earned no forecast."""

    def why_not(self, line: str, area: str) -> tuple[str, ...]:
        return ("thin",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pace_that_is_usual_at_its_hour_is_told_as_that(lang: str, make_day: MakeDay) -> None:
    day, line = make_day(14), PACK.lines["capacity"]
    v = day.verdicts["capacity", "310000"]
    told = say(lang, "outlook.usual").strip()
    for usual in (True, False):
        found = {**day.verdicts, ("capacity", "310000"): replace(v, usual=usual)}
        said = judged_by(replace(day, outlook=_Said(), verdicts=found), line, lang)  # type: ignore[arg-type]
        assert (told in said) is usual
