"""An alarm told once is not told again because the server began anew; one that was still on its way is."""

from pathlib import Path

import pytest

from data_pipeline.alarm import memory
from data_pipeline.alarm.conditions import Condition
from data_pipeline.alarm.memory import Memory
from data_pipeline.alarm.watch import AGAIN_S, Watch
from data_pipeline.store.log.state import NAME, State
from tests.alarm.test_alarm import STALE, Sink, Time

DISK = Condition("disk_low", facts={"gb": "3.1"})


class Server:
    """One that begins anew over the same store: another watch, another monotonic clock."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self.sink, self.time, self.wall = root, Sink(), Time(), 1.75e9
        patch.setattr(memory, "machine_s", lambda: self.wall)
        patch.setattr(memory, "since", lambda then: self.wall - then)
        self.begin()

    def begin(self) -> None:
        self.time = Time()
        self.watch = Watch("Shanghai", "en", ([self.sink], []), self.time, Memory(State(self.root)))

    def look(self, times: int, *found: Condition) -> None:
        for _ in range(times):
            self.time.now += 30
            self.wall += 30
            self.watch.look(found, "2022-04-06T14:00", ready=True)

    @property
    def sent(self) -> list[tuple[str, list[str]]]:
        return [(m["state"], [a["code"] for a in m["alarms"]]) for m in self.sink.got]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(tmp_path, monkeypatch)


def test_what_was_told_is_not_told_again_after_a_restart(server: Server) -> None:
    server.look(3, STALE, DISK)
    for _ in range(5):
        server.begin()
        server.look(3, STALE, DISK)
    assert server.sent == [("raised", ["feed_stale", "disk_low"])]
    assert [c.facts for c in server.watch.standing()] == [DISK.facts, STALE.facts]


def test_what_was_over_meanwhile_is_told_to_be_over_once(server: Server) -> None:
    server.look(3, STALE)
    server.begin()
    server.look(3)
    server.begin()
    server.look(3)
    assert server.sent == [("raised", ["feed_stale"]), ("over", ["feed_stale"])]


def test_what_lasts_is_told_again_by_the_hour_it_was_told_before_the_restart(server: Server) -> None:
    server.look(2, STALE)
    server.wall += AGAIN_S - 60
    server.begin()
    server.look(1, STALE)
    assert len(server.sent) == 1
    server.look(2, STALE)
    assert server.sent == [("raised", ["feed_stale"]), ("still", ["feed_stale"])]


def test_what_had_not_arrived_is_told_after_the_restart(server: Server) -> None:
    server.sink.away = True
    server.look(2, STALE)
    server.begin()
    server.sink.away = False
    server.look(2, STALE)
    assert server.sent == [("raised", ["feed_stale"])]
    server.sink.away = True
    server.look(2)  # over, and on its way
    server.begin()
    server.sink.away = False
    server.look(2)
    assert server.sent == [("raised", ["feed_stale"]), ("over", ["feed_stale"])]


def test_what_is_kept_is_bounded(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    server.look(2, *(Condition("feed_stale", f"feed{n}", STALE.facts) for n in range(10)))
    assert len(State(server.root).alarms()) == 3


def test_a_damaged_memory_keeps_no_alarm_from_being_told(server: Server) -> None:
    server.look(2, STALE)
    server.watch._memory._state.close()  # type: ignore[union-attr]
    for file in server.root.glob(f"{NAME}*"):
        file.write_bytes(b"no database at all " * 500)
    server.begin()
    server.look(2, STALE)
    assert server.sent == [("raised", ["feed_stale"])] * 2
