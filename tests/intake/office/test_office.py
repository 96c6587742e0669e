"""Every file of the office has its right outcome, and the page that says so is the one the cases make."""

import pytest

from data_pipeline.intake import examine
from data_pipeline.intake.report import Problem
from tests.intake.office.__main__ import PAGE, page
from tests.intake.office.cases import Case
from tests.intake.office.table import CASES, KINDS
from tests.support.samples import pack


def _codes(problems: tuple[Problem, ...], severity: str) -> set[str]:
    return {p.code for p in problems if p.severity == severity}


@pytest.mark.parametrize("case", CASES, ids=[f"{c.kind}: {c.name}" for c in CASES])
def test_a_file_of_the_office_has_its_right_outcome(case: Case) -> None:
    found = examine(pack(), case.feed, case.name, case.data(), **case.how)
    report = found.report
    assert report.balanced
    assert (report.unreadable.code if report.unreadable else "") == case.unreadable
    if not case.unreadable:
        assert _codes(report.problems, "refuse") == case.refuses
        assert _codes(report.problems, "confirm") == case.asks
        assert (report.accepted, report.refused, report.set_aside) == case.counts
    assert case.says <= {c.code for c in report.changes}
    for (at, column), value in case.cells.items():
        kept = found.table[column][at].as_py()
        assert kept == value or str(kept) == str(value), (at, column)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.kind}: {c.name}" for c in CASES])
def test_what_is_said_of_it_is_a_sentence_in_both_languages(case: Case) -> None:
    report = examine(pack(), case.feed, case.name, case.data(), **case.how).report
    told = [*report.problems, *report.changes, *([report.unreadable] if report.unreadable else [])]
    for one in told:
        assert one.sentence("zh") != one.sentence("en")
        assert "{" not in one.sentence("zh") + one.sentence("en")
    for lang in ("zh", "en"):
        said = "\n".join(p.sentence(lang) for p in told if isinstance(p, Problem) and p.severity != "warn")
        assert [q for q in case.quotes if q not in said] == []


def test_every_case_is_of_a_kind_and_every_kind_has_cases() -> None:
    assert {c.kind for c in CASES} == set(KINDS)


def test_the_page_is_what_the_cases_make() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.intake.office"
