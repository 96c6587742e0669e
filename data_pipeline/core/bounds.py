"""How sure a share is that was found by sampling: 50 of 50 passed says more than 2 of 2."""

from math import sqrt

Z = 1.959964  # 95 %


def wilson(passed: float, checked: float) -> tuple[float, float] | None:
    """95 % bounds of a share, in percent; None where nothing was checked. Source: Wilson (1927).

    The lower one is the gauge quality_pass_low.
    """
    if not checked:
        return None
    share, z2 = passed / checked, Z * Z
    middle = share + z2 / (2 * checked)
    half = Z * sqrt(share * (1 - share) / checked + z2 / (4 * checked * checked))
    low, high = ((middle + sign * half) / (1 + z2 / checked) for sign in (-1, 1))
    return 100 * max(low, 0.0), 100 * min(high, 1.0)
