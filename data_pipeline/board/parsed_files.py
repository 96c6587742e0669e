"""Files parsed for a preview, until they are loaded or nobody asks any more: the same bytes, read in the same way, are
parsed once. What they would do to the board is asked each time."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery, Parsed, identity

HELD = 60  # files of one visit to the upload page
MOST_BYTES = 256 << 20  # of all that is kept; the file parsed last always is


class ParsedFiles:
    """`parse`: where that is done."""

    def __init__(self, pack: Pack, parse: Callable[[Delivery], Parsed]) -> None:
        self._pack, self._parse = pack, parse
        self._kept = Cache("parsed", HELD, dropped=self._dropped)
        self._bytes, self._guard = 0, Lock()

    def parsed(self, d: Delivery) -> Delivery:
        """With what parsing it gives, parsed now if that was not done before; raises BoardError `no_feed`."""
        if d.feed not in self._pack.feeds:
            raise BoardError("no_feed", feed=d.feed)
        found = self._kept.get(identity(self._pack, d), lambda: self._made(d))
        while self._bytes > MOST_BYTES and self._kept.counts().held > 1:
            self._kept.shrink()
        return replace(d, parsed=found)

    def known(self, d: Delivery) -> Delivery:
        """With what parsing it gave, where that was done before."""
        return replace(d, parsed=self._kept.peek(identity(self._pack, d)))

    def _made(self, d: Delivery) -> Parsed:
        parsed = self._parse(d)
        with self._guard:
            self._bytes += parsed.size
        return parsed

    def _dropped(self, parsed: Parsed) -> None:
        with self._guard:
            self._bytes -= parsed.size
