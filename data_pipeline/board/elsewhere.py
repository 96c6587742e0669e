"""What a board knows of a store that lies elsewhere: whether it is heard, and how its copies here are."""

from collections.abc import Mapping

from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.write.writer import Writer


class Elsewhere:
    """Of a store on this machine there is nothing to tell."""

    _writer: Writer

    def unheard(self) -> Finding | None:
        """Why what others load is not heard of just now, where the store lies elsewhere."""
        wrong = self._writer.door.follows.wrong()
        return Finding(wrong[0], dict(wrong[1])) if wrong else None

    def measures(self) -> Mapping[str, float]:
        """Of a store that lies elsewhere: how its copies here and the way to it are."""
        return self._writer.door.follows.measures()
