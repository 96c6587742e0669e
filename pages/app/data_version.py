"""What a viewer's clock lets them see, as one short text. The board is redrawn when it changes, and only then.

A `+` behind them: the outlook's days before are worked out; `!`: they could not be, and will be tried again. Until
then pages are drawn without it. `~` and a time: what the clock shows, by which finishes and gaps are worked out.
`m` and a time: the last meeting that was marked. `w` and a number: so much waits for a second person. `u` behind: what
others load is not heard of just now, and why. `;` and a number at the end: so many decisions, steps of them, alerts
seen and silenced, from which no figure follows. In front, before a `|`: the districts of a visitor who sees no others,
so that what is drawn for one sight is never another's."""

import time

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf, Clock
from data_pipeline.outlook.past import has_failed, is_ready

HOLDS_S = 0.25
VERSIONS = Cache("data versions", 256, idle_s=10)


def data_version(clock: Clock, sight: Sight) -> str:
    """The data version under this clock, with the slot it speaks of. Worked out once for all its viewers."""
    asked = (clock, board().published(), int(time.monotonic() / HOLDS_S))
    return sight.mark() + VERSIONS.get(asked, lambda: _version_at(moment_of(clock)))


def data_version_at(moment: AsOf, sight: Sight) -> str:
    """The same for a moment that stands still, a meeting's."""
    return sight.mark() + _version_at(moment)


def _version_at(moment: AsOf) -> str:
    ahead = "+" if is_ready(board(), moment) else "!" if has_failed(board(), moment) else ""
    held = board().meetings(moment.known_at)[:1]
    marked = f"m{held[0]:%Y%m%d%H%M%S}" if held else ""
    stands = moment.stands.mark() if moment.stands else ""
    waits = f"w{count}" if (count := len(board().waiting(moment.known_at))) else ""
    acted = f";{count}" if (count := board().acted(moment.known_at)) else ""
    slot = f"{moment.ops_day:%Y%m%d}T{moment.as_of:%Y%m%d%H%M}"
    own = f"{stands}{marked}{waits}{ahead}"
    return f"{board().version(moment.known_at)}@{slot}{own}~{moment.now:%d%H%M}{_unheard()}{acted}"


def without_acts(version: str) -> str:
    """Of what follows from reports and the clock alone: an action's step makes none of it anew."""
    return version.partition(";")[0]


def _unheard() -> str:
    why = board().unheard()
    return f"u{why.code}{why.facts.get('minutes', '')}" if why else ""
