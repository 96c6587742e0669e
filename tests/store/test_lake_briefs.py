"""Briefs and their deliveries where several hosts share a lake: one is issued and arrives once, whoever falls where."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.board.board import Board
from data_pipeline.brief.issue import HANDED, Issuer, Made
from data_pipeline.core import clock
from data_pipeline.declare.brief import BriefForm, BriefPart
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import LEASE_S, Outbox
from data_pipeline.store.log.issued import Kept
from data_pipeline.store.log.received import sha256
from tests.outbox.sinks import web
from tests.store import tiny
from tests.support.services import lacks

if why := lacks():
    pytest.skip(why, allow_module_level=True)

from tests.support.lakes import Lakes, another_host, opened

FIRST = date(2022, 4, 6)
PART = BriefPart(name="situation", blocks=("overview",))
FORM = BriefForm(id="city", zh="简报", en="Brief", at=("14:00",), first=FIRST, files=("zh.pdf",), part=(PART,))
DOORS = {"entered": (Board, "issue"), "handed over": (Outbox, "put"), "claimed": (Outbox, "claim")}
DOORS |= {"noted": (Outbox, "sent")}
STEPS = ["before it is made", *(f"{when} it is {step}" for step in DOORS for when in ("before", "after"))]
TITLE = {"zh": "简报", "en": "Brief"}
WORKS = LEASE_S + 1  # s after which what the fallen one held is another's


class Killed(BaseException):
    """The host ends here."""


class Hosts:
    """Two on one lake; `falls`: the step at which a host ends, once."""

    def __init__(self, boards: dict[str, Board], url: str) -> None:
        self.boards, self.falls = boards, ""
        self.hook = Channels(channel=(Channel(id="hook", kind="webhook", to=(url,)),))

    def at(self, step: str) -> None:
        if self.falls == step:
            self.falls = ""
            raise Killed

    def falling(self, step: str, do: Callable) -> Callable:
        def done(*how: Any, **more: Any) -> Any:
            self.at(f"before it is {step}")
            found = do(*how, **more)
            self.at(f"after it is {step}")
            return found

        return done

    def turn(self, name: str, now: datetime) -> None:
        """What a host does again and again: it issues what is due, and delivers."""
        HANDED.clear()  # as a process that was started again
        of = self.boards[name]
        Issuer(of, self._made, self.hook, name).look(now)
        deliver(Outbox(of.state, name), self.hook, lambda file: of.kept_file(file.sha256))

    def _made(self, due: Any, at: str, renew: Callable[[], object]) -> Made:
        self.at("before it is made")
        data = f"{due.key} {at}".encode()
        return Made([(Kept("b.pdf", "pdf", "zh", "application/pdf", sha256(data), len(data)), data)], TITLE, TITLE)


@pytest.fixture
def lake(lakes: Lakes, tmp_path: Path) -> Iterator[tuple[Hosts, list]]:
    shared = lakes.empty(tmp_path / "one" / "board")
    with ExitStack() as all_of, web() as (url, asked):
        boards = {"a": opened(shared), "b": another_host(shared, tmp_path / "two" / "board")}
        for of in boards.values():
            all_of.enter_context(closing(of))
            of.pack = replace(of.pack, briefs=(FORM,))
        yield Hosts(boards, url), asked


def test_killed_at_any_step_on_one_host_it_is_issued_and_arrives_once_by_another(
    lake: tuple[Hosts, list], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step a day. Once by its key: where a host falls between sending and noting it, the far side hears it twice."""
    hosts, asked = lake
    machine = [1_000_000.0]
    monkeypatch.setattr(clock, "_machine", lambda: machine[0])
    for step, (where, name) in DOORS.items():
        monkeypatch.setattr(where, name, hosts.falling(step, getattr(where, name)))
    for n, step in enumerate(STEPS):
        day = FIRST + timedelta(days=n)
        now = datetime.combine(day, time(15))
        row = f"{day},{day} 14:00,{tiny.EAST},A,5,1"
        sent = f"report_date,as_of,district_code,kind,done_today,stock\n{row}\n".encode()
        hosts.boards["a"].receive("counts", f"{n}.csv", sent, "tester", now - timedelta(minutes=50))
        hosts.falls = step
        with pytest.raises(Killed):
            hosts.turn("a", now)
        hosts.turn("b", now)
        machine[0] += WORKS
        hosts.turn("b", now)
        hosts.turn("a", now)
    keys = [f"brief-city-{FIRST + timedelta(days=n):%Y%m%d}-1400" for n in range(len(STEPS))]
    for board in hosts.boards.values():
        assert sorted((i.key, i.n) for i in board.issues()) == [(key, n) for n, key in enumerate(keys, start=1)]
        assert {d.id: d.state for d in Outbox(board.state).newest()} == dict.fromkeys(keys, "sent")
    twice = keys[STEPS.index("before it is noted")]
    heard = Counter(a.headers["Idempotency-Key"] for a in asked)
    assert heard == {f"{key}.hook": 1 + (key == twice) for key in keys}
