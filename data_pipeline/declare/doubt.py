"""When figures are to be looked at again, and which second figures stand beside reported ones."""

from typing import Literal

from pydantic import PositiveFloat, PositiveInt

from data_pipeline.declare.model import Declared, Named


class Beside(Named):
    """A second figure for what is done of a line. `sql` names queries/beside/<sql>.sql; `line`: of which line of work,
    where the rows themselves do not say so in `item`. `of`: a count of the same, or a sample of which so many were
    found as reported. `within`: the share that may be missing of a count before the two contradict each other."""

    sql: str
    line: str = ""
    of: Literal["count", "sample"] = "count"
    within: float = 0.05


class DoubtRules(Declared):
    """Shares are of what is due. Each sign needs at least `least` units, so that small counts are never asked about.
    What is usual is the median of all districts at the same report time of the same line.

    `leap`: a step by so much more than is usual. `rest_reports`: so many reports in a row without a change, while
    `usual_moved` came in elsewhere. `bunch_h`: hours before the deadline. `round_reports`: so many different figures,
    all multiples of `round_to`, unless more than `round_share` of the districts have such: then the line is counted in
    tens. `same_steps`: so many steps alike, `distinct_steps` of them different. `alike_least`:
    courses are compared from so much done on; of places below a district with `alike_steps` different steps that are no
    tens.
    """

    least: PositiveInt = 30
    leap: PositiveFloat = 0.25
    rest_reports: PositiveInt = 4
    usual_moved: PositiveFloat = 0.15
    bunch_h: PositiveFloat = 3
    round_to: PositiveInt = 10
    round_reports: PositiveInt = 6
    round_share: PositiveFloat = 0.25
    same_steps: PositiveInt = 5
    distinct_steps: PositiveInt = 4
    alike_least: PositiveInt = 100
    alike_steps: PositiveInt = 6
    missing: PositiveFloat = 0.1  # of a sample: so much not found as reported, beyond chance
    beside: tuple[Beside, ...] = ()
