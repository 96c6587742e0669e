"""What the ledger says beside the figures: who took back and restored what, met, decided, saw, and what waits."""

from datetime import datetime

import pandas as pd

from data_pipeline.core.clock_jumps import Jump
from data_pipeline.declare import Pack
from data_pipeline.store.diff.trail import Trail
from data_pipeline.store.log import remarks, silences, steps, two_keys
from data_pipeline.store.log.decisions import Logged, logged
from data_pipeline.store.log.issued import Issue, issued
from data_pipeline.store.log.remarks import Remark
from data_pipeline.store.log.reviewed import Reviewed, reviewed
from data_pipeline.store.log.silences import Silence
from data_pipeline.store.log.steps import Action
from data_pipeline.store.log.two_keys import Waiting


class Said:
    """Read from the ledger, each line of it once."""

    pack: Pack
    _trail: Trail
    _folded: steps.Folded = steps.Folded()

    def _open(self) -> None:
        """Before the first look."""
        raise NotImplementedError

    def changes(self) -> pd.DataFrame:
        """One row per withdrawal and restoration, with its reason; columns of store.trail.CHANGE_COLUMNS."""
        return self._trail.changes()

    def jumps(self, known_at: datetime | None = None) -> list[Jump]:
        """Where the clock jumped in the ledger, told by lines written by then; the latest line first."""
        return [j for j in self._trail.jumps() if known_at is None or j.at <= known_at]

    def meetings(self, known_at: datetime) -> list[datetime]:
        """The moments of the meetings marked by then, the latest first."""
        held = self._trail.meetings()
        known = held.loc[held["marked_at"] <= known_at, "moment"]
        return sorted({moment.to_pydatetime() for moment in known}, reverse=True)

    def decisions(self, known_at: datetime) -> list[Logged]:
        """Those taken by then, newest first."""
        return [x for x in reversed(self._logged()) if x.kind == "decision" and x.known_at <= known_at]

    def actions(self, known_at: datetime | None = None) -> list[Action]:
        """Every decision taken by then with the steps since, newest first."""
        self._open()
        self._folded = steps.folded(self._trail.entries(), self._folded)  # who folds at once folds the same
        return steps.as_known(self._folded, known_at)

    def acted(self, known_at: datetime) -> int:
        """How many decisions, steps, alerts seen and silenced there were by then: a word for all said of them."""
        self._open()
        return self._trail.acted(known_at)

    def acknowledged(self, known_at: datetime) -> dict[str, Logged]:
        """Key of an alert → who saw it first."""
        known = [x for x in self._logged() if x.kind == "seen" and x.known_at <= known_at]
        return {x.what: x for x in reversed(known)}

    def silences(self, known_at: datetime) -> dict[str, Silence]:
        """Subject of alerts → the silence that holds then."""
        self._open()
        return silences.silences(self._trail.entries(), known_at)

    def remarks(self, known_at: datetime) -> list[Remark]:
        """Made by then, the newest first."""
        self._open()
        return [r for r in remarks.remarks(reversed(self._trail.entries())) if r.at <= known_at]

    def waiting(self, known_at: datetime | None = None) -> list[Waiting]:
        """What had been sent by then and waits for a second person, the longest first."""
        self._open()
        return two_keys.waiting(self._trail.entries(), known_at)

    def issues(self, known_at: datetime | None = None) -> list[Issue]:
        """Documents issued by then, the newest first."""
        self._open()
        entries = self._trail.entries()
        return [x for x in issued(reversed(entries)) if known_at is None or x.at is None or x.at <= known_at]

    def reviews(self, known_at: datetime | None = None) -> list[Reviewed]:
        """Documents confirmed by then, the newest first."""
        self._open()
        found = reviewed(reversed(self._trail.entries()))
        return [x for x in found if known_at is None or x.known_at <= known_at]

    def _logged(self) -> list[Logged]:
        self._open()
        return list(logged(self._trail.entries()))

    def mapping(self, by: str, feed: str) -> dict[str, str]:
        """{header: column} as this sender has chosen it before for this feed."""
        return self._trail.mapping(by, self.pack.feeds[feed])
