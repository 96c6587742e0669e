"""Caches are bounded, keep no failure, make a thing once for all who ask, and give memory back when nobody asks."""

import ast
import threading
import time
from pathlib import Path

import pytest

from data_pipeline import words
from data_pipeline.core import caches as kept
from data_pipeline.core.caches import Cache
from pages.app import data_version, live

ROOT = Path(__file__).parents[1]


@pytest.fixture
def cache() -> Cache:
    return Cache("of a test", 3)


def test_it_never_holds_more_than_its_limit_and_the_longest_unused_goes(cache: Cache) -> None:
    for n in range(3):
        cache.get(n, lambda n=n: n * 10)
    cache.get(0, lambda: pytest.fail("it is there"))
    for n in range(3, 50):
        cache.get(n, lambda n=n: n)
        assert cache.counts().held == 3
        cache.get(0, lambda: pytest.fail("used a moment ago"))


def test_a_failure_is_not_kept(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.get("x", lambda: 1 // 0)
    assert cache.get("x", lambda: 7) == 7
    assert cache.counts().held == 1


def test_nothing_at_all_is_a_value_too(cache: Cache) -> None:
    assert cache.get("x", lambda: None) is None
    assert cache.get("x", lambda: pytest.fail("made twice")) is None


def test_what_many_ask_for_at_once_is_made_once(cache: Cache) -> None:
    meet, made = threading.Barrier(8), []

    def ask() -> None:
        meet.wait()
        cache.get("x", lambda: (time.sleep(0.05), made.append(1)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert cache._making == {}


def test_one_that_fails_lets_the_next_try(cache: Cache) -> None:
    begun, go = threading.Event(), threading.Event()

    def fall() -> None:
        begun.set()
        go.wait(5)
        raise ValueError("no")

    def first() -> None:
        with pytest.raises(ValueError, match="no"):
            cache.get("x", fall)

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(5)
    other = threading.Thread(target=lambda: cache.get("x", lambda: 5))
    other.start()
    go.set()
    thread.join()
    other.join()
    assert cache.peek("x") == 5


def test_what_nobody_asks_for_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, now = Cache("idle", 9, idle_s=60), [1000.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    cache.put("old", 1)
    now[0] += 40
    cache.put("new", 2)
    now[0] += 40
    kept.sweep()
    assert (cache.peek("old"), cache.peek("new")) == (None, 2)


def test_every_cache_has_a_name_and_a_limit() -> None:
    ours = {live.DRAWINGS, live.ROWS, data_version.VERSIONS}
    assert ours <= set(kept.CACHES.values())
    counts = kept.counts()
    assert {"drawings", "rows", "data versions", "still parts", "words", "languages"} <= counts.keys()
    assert all(c.limit for c in counts.values())


def test_what_follows_from_something_given_is_kept_under_a_name_and_a_limit() -> None:
    """A function without a parameter has one answer; the words stand below what counts, and are counted there."""
    below = {"_catalogue", "language"}
    found = {
        f"{file.relative_to(ROOT)}: {of.name}"
        for folder in ("data_pipeline", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for of in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(of, ast.FunctionDef) and _keeps(of) and of.args.args and of.name not in below
    }
    assert found == {"data_pipeline/intake/engine.py: _database", "pages/app/live.py: _still"}
    assert below == {of.__name__ for of in words.CACHED.values()}


def _keeps(of: ast.FunctionDef) -> bool:
    named = {ast.unparse(d.func if isinstance(d, ast.Call) else d) for d in of.decorator_list}
    return bool(
        named & {"cache", "lru_cache", "functools.cache", "functools.lru_cache", "st.cache_resource", "st.cache_data"}
    )


def test_what_a_library_keeps_is_counted_as_long_as_it_keeps_it() -> None:
    of, library = kept.Elsewhere("of a library", 2), []
    for _ in range(3):
        of.asked()
        library[:] = [*library[-1:], of.made()]
    of.asked()
    assert kept.counts()["of a library"] == kept.Counts(held=2, limit=2, hits=1, made=3)
