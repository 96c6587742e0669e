"""Better or worse than at the last meeting: a second mark beside the state."""

from enum import StrEnum

from data_pipeline.forecast import Projection

RISK = 0.10  # of missing the deadline: a smaller change is noise
HOURS = 0.5  # of the middle finish, where the risk says nothing (near 0 or near 1)


class Momentum(StrEnum):
    IMPROVING = "improving"
    STEADY = "steady"
    WORSENING = "worsening"


def momentum(then: Projection | None, now: Projection) -> Momentum | None:
    """By the risk of being overdue, then by the middle finish as a moment of the clock."""
    if then is None or then.p_overdue is None or now.p_overdue is None or then.part != now.part:
        return None
    if abs(now.p_overdue - then.p_overdue) >= RISK:
        return Momentum.IMPROVING if now.p_overdue < then.p_overdue else Momentum.WORSENING
    if then.p50 is None or now.p50 is None:
        return Momentum.STEADY if then.p50 is now.p50 else Momentum.WORSENING if then.p50 else Momentum.IMPROVING
    later = (now.p50 - then.p50).total_seconds() / 3600
    return Momentum.STEADY if abs(later) < HOURS else Momentum.WORSENING if later > 0 else Momentum.IMPROVING
