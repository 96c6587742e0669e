"""What a wall is asked to show. All of it stands in its address, so that nobody need touch the screen.

Whatever an address says is put to the nearest of a few declared values: no odd one costs a drawing of its own.

`/wall?views=tiles,matrix&dwell=20&rotate=on&far=6` and the keys of every page: lang, theme, area, clock.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args
from urllib.parse import urlencode

from data_pipeline.declare.wall import ViewName

VIEWS: tuple[str, ...] = get_args(ViewName)
BY_GAUGES = frozenset({"funnel", "runway", "cover", "needs"})  # views that need gauges, the dearest of all rows
CARD = "card"  # the test card, shown only when asked for
CITIES = "cities"  # where several finish together; shown when asked for
KEYS = ("views", "dwell", "rotate", "attend", "far", "meeting")
Asking = TypeVar("Asking", int, float)
MEETING = re.compile(r"[\w-]{1,40}")
DWELLS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, 240, 300, 450, 600)  # what an address may ask for
DWELL_S, SHORTEST_S, LONGEST_S = 20, DWELLS[0], DWELLS[-1]
FARS = tuple(half / 2 for half in range(4, 16))  # a picture is drawn for each that is asked for, so they are few
FAR, NEAREST, FARTHEST = 6.0, FARS[0], FARS[-1]


@dataclass(frozen=True)
class Asked:
    views: tuple[str, ...] = VIEWS  # in the order in which they turn
    dwell: tuple[int, ...] = (DWELL_S,)  # seconds: one for all, or one per view
    rotate: bool = True
    far: float = FAR  # farthest seat ÷ picture height
    meeting: str = ""  # screens with the same key follow one presenter
    attend: bool = False  # it goes to the view in which a state changed, and comes back

    @staticmethod
    def of(address: Mapping[str, str]) -> "Asked":
        """What the address does not say, or says wrongly, is the default."""
        views = tuple(dict.fromkeys(v for v in address.get("views", "").split(",") if v in (*VIEWS, CITIES, CARD)))
        dwell = tuple(int(d) for d in address.get("dwell", "").split(",") if d.isdecimal() and len(d) < 5)
        return Asked(
            views or VIEWS,
            tuple(_nearest(d, DWELLS) for d in dwell[: len(views or VIEWS)]) or (DWELL_S,),
            address.get("rotate", "on") != "off",
            _far(address.get("far", "")),
            address.get("meeting", "") if MEETING.fullmatch(address.get("meeting", "")) else "",
            address.get("attend", "") == "on",
        )

    def dwell_of(self, view: str) -> int:
        """The last figure given holds for the views after it."""
        return self.dwell[min(self.views.index(view), len(self.dwell) - 1)]

    def address(self, **more: str) -> str:
        """`more`: lang, theme, area, clock; blank ones are left out."""
        own = {
            "views": ",".join(self.views),
            "dwell": ",".join(map(str, self.dwell)),
            "rotate": "on" if self.rotate else "off",
            "attend": "on" if self.attend else "",
            "far": f"{self.far:g}",
            "meeting": self.meeting,
        }
        return "/wall?" + urlencode({k: v for k, v in (own | more).items() if v}, safe=",:@~")


def _far(text: str) -> float:
    try:
        asked = float(text)
    except ValueError:
        return FAR
    return _nearest(asked, FARS) if asked == asked else FAR


def _nearest(asked: Asking, of: Sequence[Asking]) -> Asking:
    within = min(max(asked, of[0]), of[-1])  # first: seen from far enough away, all are equally near
    return min(of, key=lambda one: abs(one - within))
