"""What boards of one process work out of days, kept on one shelf: a copy of a store begins where the one before stood,
as the next version of the data does in a server. A table's key says all that it was made of: what a test changed is
made anew. Not for tests of the shelf itself, nor for those that damage what it is made from (tests/store)."""

from functools import cache

import pytest

from data_pipeline.query.connect import Limits
from data_pipeline.store.diff import rehearsal
from data_pipeline.store.snapshot.snapshots import DaySnapshots
from data_pipeline.store.snapshot.table_cache import TableCache
from data_pipeline.store.tables import checks

LEFT = 8  # slices that are gone and still stay: most of their tables are the same


class Lasting(TableCache):
    """What slices that are gone have left stays for the next board, as far as there is room."""

    def sweep(self) -> None:
        while len(self._left) > LEFT or (self._left and self.is_full()):
            self._clear(*self._left.popleft())


@cache
def shelf_of(limits: Limits) -> TableCache:
    return Lasting(limits)


def share(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(DaySnapshots, "_shelf", property(lambda self: shelf_of(self._limits)))
    patch.setattr(rehearsal, "TableCache", shelf_of)
    patch.setattr(checks, "TableCache", shelf_of)
