"""Signs ask where figures were made to fit, and where they were not they do not."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from data_pipeline.declare.doubt import Beside, DoubtRules
from data_pipeline.doubts.beside import contradicted, seconds, wilson_upper
from data_pipeline.doubts.course import Course, courses
from data_pipeline.doubts.found import Found
from data_pipeline.doubts.signs import Doubt, Sign, alike, counted_in_tens, of_course, round_figures

RULES = DoubtRules()
HOURS = (8, 10, 12, 14, 16, 18, 20, 22, 24)
DUE = 1000
USUAL = (103, 251, 377, 512, 689, 803, 888, 951, 987)  # done at these hours, as most report


def at(hour: int) -> datetime:
    return datetime(2022, 4, 6 + hour // 24, hour % 24)


def reports(area: str, done: Sequence[int], line: str = "transfer", **more: Any) -> Iterator[dict[str, Any]]:
    for hour, n in zip(HOURS, done, strict=True):
        yield {"line": line, "part": line, "area_code": area, "level": "district", "as_of": at(hour), "due": DUE,
               "deadline_at": at(24), "done": n, "to_do": DUE - n, "reported": 1, "expected": 1} | more  # fmt: skip


def day(*of: Sequence[int], line: str = "transfer") -> list[Course]:
    """The first course beside three that are usual, each a little its own."""
    others = [[n + 2 * k + (k * n) % 7 for n in USUAL] for k in (1, 2, 3)]
    rows = [r for i, done in enumerate([*of, *others]) for r in reports(f"d{i}", done, line)]
    return courses(pd.DataFrame(rows))


def signs(done: Sequence[int]) -> set[Sign]:
    today = day(done)
    own = today[0]
    single = round_figures(own, RULES)
    return {d.sign for d in [*of_course(own, RULES), *([single] if single else []), *alike(today, {}, RULES)]}


def test_an_ordinary_day_is_asked_nothing() -> None:
    assert signs(USUAL) == set()


@pytest.mark.parametrize(
    ("done", "sign"),
    [
        ((61, 152, 233, 314, 416, 482, 533, 571, 1000), Sign.BUNCHED),
        ((103, 251, 251, 251, 251, 251, 888, 951, 987), Sign.STILL),
        ((100, 250, 380, 510, 690, 800, 890, 950, 990), Sign.ROUND),
    ],
)
def test_a_day_made_to_fit_is_asked_about(done: Sequence[int], sign: Sign) -> None:
    assert signs(done) == {sign}


def test_of_two_alike_both_are_named_and_a_day_sent_again_is_found() -> None:
    today, before = day(USUAL, USUAL), day(USUAL)
    assert [(d.sign, d.area, d.other) for d in alike(today, {}, RULES)] == [
        (Sign.AS_OTHER, "d1", "d0"),
        (Sign.AS_OTHER, "d0", "d1"),
    ]
    steps = {(c.line, c.area): c.steps for c in before}
    assert [(d.sign, d.area) for d in alike(before[:1], steps, RULES)] == [(Sign.AS_BEFORE, "d0")]


def test_standing_still_is_no_sign_where_all_stand_still() -> None:
    late = (0, 0, 0, 0, 0, 0, 800, 900, 990)
    rows = [r for area in ("a", "b", "c") for r in reports(area, [n + len(area) for n in late])]
    assert [d for c in courses(pd.DataFrame(rows)) for d in of_course(c, RULES)] == []


def test_a_line_counted_in_tens_is_not_asked_why() -> None:
    tens = [[10 * (n // 10 + k) for n in USUAL] for k in range(3)]
    rows = [r for i, done in enumerate(tens) for r in reports(f"d{i}", done)]
    assert counted_in_tens(courses(pd.DataFrame(rows)), RULES) == {"transfer"}
    assert counted_in_tens(day([10 * (n // 10) for n in USUAL]), RULES) == frozenset()


def test_what_was_carried_over_is_no_report() -> None:
    rows = [*reports("a", USUAL)]
    rows[4] |= {"reported": 0}
    (found,) = courses(pd.DataFrame(rows))
    assert [r.as_of for r in found.reports] == [at(h) for h in HOURS if h != HOURS[4]]


def test_a_second_figure_contradicts_beyond_what_may_be_missing() -> None:
    rules = DoubtRules(beside=(Beside(id="beds", zh="床位", en="beds", sql="beds", line="transfer"),))

    def rows(confirmed: float) -> pd.DataFrame:
        one = {"source": "beds", "line": "transfer", "area_code": "d0", "as_of": at(14), "reported": 1000.0}
        return pd.DataFrame([one | {"confirmed": confirmed}])

    assert [len(contradicted(seconds(rows(n), rules), rules)) for n in (1010, 951, 949)] == [0, 0, 1]


def test_a_sample_is_asked_about_beyond_chance_alone() -> None:
    """Of ten, eight found as reported may be chance; of a thousand, eight hundred are not."""
    rules = DoubtRules(beside=(Beside(id="calls", zh="回访", en="calls", sql="checked", of="sample"),))
    one = {"source": "calls", "line": "transfer", "area_code": "d0", "as_of": at(14)}
    for of, asked in ((10, 0), (1000, 1)):
        found = seconds(pd.DataFrame([one | {"reported": of, "confirmed": 0.8 * of}]), rules)
        assert len(contradicted(found, rules)) == asked
        assert found[0].share < found[0].upper
    assert wilson_upper(80, 100) == pytest.approx(0.8667, abs=1e-4)  # 80 of 100: 0.7112 to 0.8667


def test_whoever_sees_one_district_is_shown_its_own_and_nobodys_name() -> None:
    doubts = [Doubt(Sign.AS_OTHER, "transfer", a, at(14), 9, other=b) for a, b in (("d0", "d1"), ("d1", "d0"))]
    (own,) = Found(doubts).within(lambda area: area == "d0").doubts
    assert (own.area, own.other) == ("d0", "")
