"""Files gone wrong at the hands of people and on the way: the short form of `python -m tests.mutants 10000`."""

from dataclasses import replace

from data_pipeline.intake import examine
from tests.mutants.__main__ import judge, mutant, told
from tests.mutants.judge import Tally, lost
from tests.support.samples import pack

FILES = 200


def test_no_mutated_file_is_a_failure_or_loses_a_record_unsaid() -> None:
    tally = Tally()
    for number in range(FILES):
        judge(number, tally)
    assert (tally.unhandled, tally.lost) == ([], []), told(tally)
    assert tally.read > FILES // 4
    assert tally.counted > FILES // 6


def test_the_judge_notices_a_record_that_went_nowhere() -> None:
    """Its count owes nothing to the reader's: one row taken away behind the report's back is missed."""
    for number in range(FILES):
        feed, _, data = mutant(number)
        found = examine(pack(), feed, "a.csv", data)
        if found.report.accepted > 1 and lost(found, data) == ("", True):
            less = replace(found.report, accepted=found.report.accepted - 1, records=found.report.records - 1)
            assert lost(replace(found, report=less, table=found.table.slice(1)), data)[0]
            return
    raise AssertionError("no file was followed")
