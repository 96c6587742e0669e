"""How work is spread over the hours of a day. No hourly series was published: these are the field's shapes."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Profile:
    """24 hourly weights, 00:00 to 24:00; only their proportions matter."""

    hourly: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.hourly) != 24:
            raise ValueError("a profile has 24 hours")

    def weights(self, hour: np.ndarray) -> np.ndarray:
        """Weights at the given hours of day, linear between the middles of the hours; they sum to 1."""
        middles = np.arange(-0.5, 25)
        around = np.array([self.hourly[-1], *self.hourly, self.hourly[0]])
        w = np.interp(hour, middles, around)
        return w / w.sum()


def _p(text: str) -> Profile:
    return Profile(tuple(float(x) for x in text.split()))


# laboratories report through the night: positives come in a burst between two and ten
NOTIFIED = _p("3 4 8 9 9 9 9 8 7 6 4 3 2 2 2 2 2 2 2 1.6 1 .6 .15 .05")
# ambulances and buses: the peak is 10 to 20, the night sags
MOVING = _p("2 1.6 1.4 1.2 1.4 2.4 3.6 5 7 8 8.5 8.5 8 8 8 8 7.5 7 7 6.5 5.5 4.5 3.5 3")
# contacts are traced in office hours and after
TRACED = _p("1 .5 .5 .5 .5 1 2 4 6 7 8 8 6 6 7 8 8 7 6 5 4 3 2 1.5")
RETURN_LIST = _p("3 1 1 1 1 2 6 16 20 12 6 3 2 2 1 1 0 0 0 0 0 0 0 0")
HOME_RIDES = _p("0 0 0 0 0 0 0 1 3 6 9 10 8 9 10 10 9 8 7 5 3 1.5 .5 .2")
HALLS_OPEN = _p("0 0 0 0 0 0 0 1 2 3 3 2 2 3 4 5 6 7 8 8 8 7 6 5")
# goods: morning arrival, afternoon door
ARRIVALS = _p("4 4 5 6 8 9 9 8 7 5 4 3 3 3 3 3 3 2 2 2 2 2 2 3")
SORTING = _p("1 1 1 2 4 6 8 9 9 8 7 6 5 5 6 6 5 4 3 2 1 1 1 1")
DOORS = _p("0 0 0 0 0 0 .5 1 4.5 6 6 6 4.5 6 9 10 10 9 7 6 4 2.5 .8 .2")
GATES = _p("0 0 0 1 2 3 4 6 8 9 8 6 5 6 7 7 6 4 2 1 0 0 0 0")
# calls: two peaks, 9 to 12 and 18 to 21
CALLS = _p("1 .6 .5 .4 .4 .6 1.5 3 6 9 9.5 9 6 4.5 4.5 4.5 5 6 9 9.5 9 6 3 1.5")
ANSWERS = _p("1.2 .8 .6 .6 .6 .8 1.5 3 6 8 9 9 6 6 7 7 7 7 7 8 8 6 3 2")
WATCH = _p("2 1.5 1.2 1 1 1.5 3 5 8 8 8 8 6 7 8 8 8 7 6 6 5 4 3 2")  # work that never quite stops
MUSTER = _p("0 0 0 0 1 6 20 40 13 4 2 1 1 1 .5 .5 0 0 0 0 0 0 0 0")
DAYLIGHT = _p("0 0 0 0 0 .2 1 4 9 11 10 8 5 7 9 9 8 7 6 5 2 1 .3 .1")
COLLECTION = _p("0 0 0 0 1 3 5 7 8 8 7 6 4 5 6 6 6 6 6 5 4 3 2 1")
# house calls and telephone rounds: from eight, most before the evening
CALLING = _p("0 0 0 0 0 0 0 2 8 11 12 10 6 8 10 9 8 6 4 3 1.5 .5 0 0")
LABORATORY = _p("9 9 9 8.5 8 8 8 7.5 6.5 6 6 6.5 7 7.5 8 8.5 9 9 9 9 9 9 9 9")


def s_curve(hours: np.ndarray, middle: np.ndarray, width: float) -> np.ndarray:
    """A logistic from 0 to 1 over `hours`, half done at `middle`; `width` hours from 27 % to 73 %."""
    return 1 / (1 + np.exp(-(hours - middle) / (width / 2)))
