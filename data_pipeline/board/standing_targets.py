"""What the board is held to: the targets as known at any moment, who changed them, and what others would make of a
day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from data_pipeline.core.caches import Cache
from data_pipeline.declare import Pack
from data_pipeline.declare.local import AnyChange, HeldTo
from data_pipeline.declare.tables import Target
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import fetched
from data_pipeline.store.log.targets import check
from data_pipeline.store.snapshot.readers import Readers
from data_pipeline.store.snapshot.snapshots import DaySnapshots
from data_pipeline.store.tables import targets as standing

KEPT = 8  # versions


class Standing:
    """Of a store, as its readers see it."""

    pack: Pack
    _readers: Readers
    _slices: DaySnapshots
    _targets: Cache

    def _open(self) -> None:
        raise NotImplementedError

    def targets(self, known_at: datetime | None = None) -> tuple[Target, ...]:
        """Every target as known at that moment, also those whose first day is to come, in the declared order."""
        return self.held_to(known_at).targets

    def targets_version(self, known_at: datetime | None = None) -> str:
        """A short word for every print and export: T0-3fa9c1 as declared, T12-… once line 12 changed some."""
        return self.held_to(known_at).version

    def held_to(self, known_at: datetime | None = None) -> HeldTo:
        """Asked for beside every figure; it changes with the ledger alone."""
        self._open()

        def ask() -> HeldTo:
            with self._readers.looking(known_at) as look:
                as_declared = {(t.metric, t.item): t for t in self.pack.targets}
                known = standing.in_force(look.connection)
                found = tuple(t.called_as(as_declared.get((t.metric, t.item))) for t in known)
                local, here = standing.local(look.connection), standing.here(look.connection)
                return HeldTo(found, local, here, standing.version(look.connection, (*found, *local), known_at))

        return self._targets.get(self._readers.version(known_at), ask)

    def target_changes(self) -> pd.DataFrame:
        """One row per target ever changed, as entered, newest first: seq, known_from, sender, reason, what was
        set; area and zone are null where it holds for the whole."""
        self._open()
        with self._readers.looking() as look:
            return fetched(look.connection.execute(catalogue.house("meta/target_changes"))).to_pandas()

    def supposing(
        self,
        changes: Sequence[AnyChange],
        names: Sequence[str],
        known_at: datetime | None,
        ops_day: date,
        **params: Any,
    ) -> dict[str, pd.DataFrame]:
        """The answers to these queries as if the changes were in force; on a scratch copy, by the same SQL."""
        self._open()
        check(self.pack, changes)
        own = self._slices.supposing(changes, ops_day, known_at)
        try:
            return {name: own.rows(name, {"ops_day": ops_day, **params}) for name in names}
        finally:
            own.close()
