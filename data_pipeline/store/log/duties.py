"""Work that one process of a store does for all: held for a while and renewed, so that it passes on where its holder
falls or stands still. Who wakes after that finds its work done: what must happen once is held to that elsewhere."""

from data_pipeline.core.clock import machine_s
from data_pipeline.store.log.state import State

LEASE_S = 60.0


class Duties:
    """`holder`: told apart from all others. Times are the machine's."""

    def __init__(self, state: State, holder: str) -> None:
        self._state, self._holder = state, holder

    def claim(self, name: str) -> bool:
        """Taken, or renewed; False while another holds it, or it is not to be tried again yet."""
        now = machine_s()
        with self._state.writing() as own:
            found = own.execute(
                "insert into duties values (?, ?, ?, 0, '') on conflict (name) do update "
                "set holder = excluded.holder, until = excluded.until "
                "where duties.until <= ? or duties.holder = excluded.holder",
                [name, self._holder, now + LEASE_S, now],
            )
            return bool(found.rowcount)

    def failed(self, name: str, why: str, again_s: float) -> None:
        """Given back, and not to be taken before so many seconds are over."""
        with self._state.writing() as own:
            own.execute(
                "update duties set holder = '', until = ?, tries = tries + 1, why = ? where name = ? and holder = ?",
                [machine_s() + again_s, why[:300], name, self._holder],
            )

    def done(self, name: str) -> None:
        with self._state.writing() as own:
            own.execute("delete from duties where name = ?", [name])

    def failures(self) -> dict[str, tuple[int, str]]:
        """Of what failed and is not done yet: how often, and why the last time."""
        rows = self._state.look("select name, tries, why from duties where tries > 0", [])
        return {name: (tries, why) for name, tries, why in rows}
