"""Every cache of this process: a name, a limit, how often it was asked. None outgrows its limit, none keeps a failure.

What several ask for at once is made once: the others wait for it. What was asked for long ago makes room, and what
nobody has asked for in `idle_s` seconds goes, so that memory is given back when the viewers have left.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from threading import Lock, RLock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from data_pipeline import words

IDLE_S = 900.0
T = TypeVar("T")


@dataclass(frozen=True)
class Counts:
    """How full a cache is and how it was used since the process began."""

    held: int
    limit: int
    hits: int
    made: int


class Cache:
    """Values by key, safe for many threads. A value is shared by all who ask: it must not be changed."""

    def __init__(
        self,
        name: str,
        limit: int,
        idle_s: float = IDLE_S,
        dropped: Callable[[Any], object] | None = None,
        swept: Callable[[], object] | None = None,
    ) -> None:
        """`dropped` is told of what makes room, goes for being idle or is cleared; `swept` is called after a sweep."""
        self.name, self.limit, self.idle_s, self._dropped, self._swept = name, limit, idle_s, dropped, swept
        self._held: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._making: dict[Hashable, tuple[Lock, int]] = {}
        self._guard = Lock()
        self._hits = self._made = 0
        self._last: float | None = None
        CACHES[name] = self

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under `key`, or what `make` gives now; raises what it raises, and then nothing is kept."""
        found = self._find(key)
        if found is not None:
            return found[1]
        making = self._begin(key)
        try:
            with making:
                if (found := self._find(key)) is not None:
                    return found[1]
                value = make()
                self.put(key, value)
                return value
        finally:
            self._end(key)

    def peek(self, key: Hashable) -> Any | None:
        """None where nothing is kept; makes nothing."""
        found = self._find(key)
        return found[1] if found else None

    def put(self, key: Hashable, value: Any) -> None:
        with self._guard:
            self._made += 1
            self._last = time.monotonic()
            self._held[key] = (time.monotonic(), value)
            self._held.move_to_end(key)
            self._make_room()

    def clear(self) -> None:
        with self._guard:
            while self._held:
                self._drop()

    def forget(self, which: Callable[[Any], bool]) -> None:
        """What is kept under these keys."""
        with self._guard:
            for key in [key for key in self._held if which(key)]:
                self._held.move_to_end(key, last=False)
                self._drop()

    def shrink(self) -> None:
        """What was asked for longest ago makes room."""
        with self._guard:
            if self._held:
                self._drop()

    def sweep(self) -> None:
        """What nobody has asked for lately goes."""
        with self._guard:
            self._make_room()
        if self._swept is not None:
            self._swept()

    def counts(self) -> Counts:
        with self._guard:
            return Counts(len(self._held), self.limit, self._hits, self._made)

    def last_made(self) -> float | None:
        """When something was last made, on the monotonic clock; None where nothing was yet."""
        return self._last

    def _find(self, key: Hashable) -> tuple[float, Any] | None:
        with self._guard:
            found = self._held.get(key)
            if found is not None:
                self._hits += 1
                self._held[key] = (time.monotonic(), found[1])
                self._held.move_to_end(key)
            return found

    def _make_room(self) -> None:
        since = time.monotonic() - self.idle_s
        while self._held and (len(self._held) > self.limit or next(iter(self._held.values()))[0] < since):
            self._drop()

    def _drop(self) -> None:
        _, (_, value) = self._held.popitem(last=False)
        if self._dropped is not None:
            self._dropped(value)

    def _begin(self, key: Hashable) -> Lock:
        with self._guard:
            lock, users = self._making.get(key, (Lock(), 0))
            self._making[key] = (lock, users + 1)
            return lock

    def _end(self, key: Hashable) -> None:
        with self._guard:
            lock, users = self._making[key]
            if users > 1:
                self._making[key] = (lock, users - 1)
            else:
                del self._making[key]


class Once(Generic[T]):
    """One value of a process, made when it is first asked for, whoever asks at the same time: a second one would go on
    living beside it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._held: list[T] = []
        self._guard = RLock()
        update_wrapper(self, make)  # type: ignore[arg-type]

    def __call__(self) -> T:
        with self._guard:
            if not self._held:
                self._held.append(self._make())
            return self._held[0]

    def is_made(self) -> bool:
        return bool(self._held)

    def cache_clear(self) -> None:
        self._held.clear()


class Elsewhere:
    """What a library keeps for us, under a limit of its own, counted from here: what was made lives as long as the
    library keeps it."""

    def __init__(self, name: str, limit: int) -> None:
        self.limit = limit
        self._asked = self._made = 0
        self._kept: WeakSet[_Sign] = WeakSet()
        self._guard = Lock()
        _ELSEWHERE[name] = self

    def asked(self) -> None:
        with self._guard:
            self._asked += 1

    def made(self) -> object:
        """To be kept by the library beside what was made."""
        sign = _Sign()
        with self._guard:
            self._made += 1
            self._kept.add(sign)
        return sign

    def counts(self) -> Counts:
        with self._guard:
            return Counts(len(self._kept), self.limit, self._asked - self._made, self._made)


class _Sign:
    """That something is kept."""


CACHES: dict[str, Cache] = {}
_FUNCTIONS: dict[str, Any] = dict(words.CACHED)
_ELSEWHERE: dict[str, Elsewhere] = {}


def remembered(name: str, limit: int) -> Callable[[Callable[..., Any]], Any]:
    """A function whose answers are kept: for what is small and follows from its arguments alone."""

    def wrap(of: Callable[..., Any]) -> Any:
        _FUNCTIONS[name] = wrapped = lru_cache(maxsize=limit)(of)
        return wrapped

    return wrap


def counts() -> dict[str, Counts]:
    """Every cache by name."""
    found = {name: cache.counts() for name, cache in sorted((CACHES | _ELSEWHERE).items())}
    for name, wrapped in sorted(_FUNCTIONS.items()):
        info = wrapped.cache_info()
        found[name] = Counts(info.currsize, info.maxsize, info.hits, info.misses)
    return found


def sweep() -> None:
    """Called every so often by the server."""
    for cache in CACHES.values():
        cache.sweep()
