"""Who took which file of an issue."""

from typing import NamedTuple

from data_pipeline.core.clock import machine_s
from data_pipeline.store.log.state import State

KEPT_S = 400 * 86_400.0


class Taken(NamedTuple):
    """`line`: of the ledger. `who`: "" where nobody signs in. `at`: seconds of the machine's clock."""

    line: int
    file: str
    who: str
    at: float


class Downloads:
    def __init__(self, state: State) -> None:
        self._state = state

    def note(self, line: int, file: str, who: str) -> None:
        """Forgets what is older than KEPT_S."""
        now = machine_s()
        with self._state.writing() as own:
            own.execute("insert into taken values (?, ?, ?, ?)", [line, file, who[:80], now])
            own.execute("delete from taken where at < ?", [now - KEPT_S])

    def since(self, line: int) -> list[Taken]:
        """Of issues from this line on, the newest first."""
        asked = "select line, file, who, at from taken where line >= ? order by at desc, file limit 5000"
        return [Taken(*row) for row in self._state.look(asked, [line])]
