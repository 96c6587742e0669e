"""What a wall is asked to show. All of it stands in its address, so that nobody need touch the screen.

`/wall?views=tiles,matrix&dwell=20&rotate=on&far=6` and the keys of every page: lang, theme, area, clock.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

VIEWS = (
    "tiles", "decide", "matrix", "burndown", "humane", "map", "funnel", "runway", "cover", "needs", "district",
    "changes", "health",
)  # fmt: skip
BY_GAUGES = frozenset({"funnel", "runway", "cover", "needs"})  # views that need gauges, the dearest of all rows
CARD = "card"  # the test card, shown only when asked for
KEYS = ("views", "dwell", "rotate", "far", "meeting")
MEETING = re.compile(r"[\w-]{1,40}")
DWELL_S, SHORTEST_S, LONGEST_S = 20, 5, 600
FAR, NEAREST, FARTHEST = 6.0, 2.0, 7.5


@dataclass(frozen=True)
class Asked:
    views: tuple[str, ...] = VIEWS  # in the order in which they turn
    dwell: tuple[int, ...] = (DWELL_S,)  # seconds: one for all, or one per view
    rotate: bool = True
    far: float = FAR  # farthest seat ÷ picture height
    meeting: str = ""  # screens with the same key follow one presenter

    @staticmethod
    def of(address: Mapping[str, str]) -> "Asked":
        """What the address does not say, or says wrongly, is the default."""
        views = tuple(dict.fromkeys(v for v in address.get("views", "").split(",") if v in (*VIEWS, CARD)))
        dwell = tuple(int(d) for d in address.get("dwell", "").split(",") if d.isdecimal() and len(d) < 5)
        return Asked(
            views or VIEWS,
            tuple(min(max(d, SHORTEST_S), LONGEST_S) for d in dwell) or (DWELL_S,),
            address.get("rotate", "on") != "off",
            _far(address.get("far", "")),
            address.get("meeting", "") if MEETING.fullmatch(address.get("meeting", "")) else "",
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
            "far": f"{self.far:g}",
            "meeting": self.meeting,
        }
        return "/wall?" + urlencode({k: v for k, v in (own | more).items() if v}, safe=",:@~")


def _far(text: str) -> float:
    try:
        asked = float(text)
    except ValueError:
        return FAR
    return min(max(asked, NEAREST), FARTHEST) if asked == asked else FAR
