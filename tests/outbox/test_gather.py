"""Alerts leave once each: twenty of one report time are twenty lines, at most one message in ten minutes to a channel,
after a fall at every step, and by two processes at once."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL
from typing import Any

import orjson
import pytest

from data_pipeline.outbox import deliver as delivering
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.gather import BYTES, gather, rates
from data_pipeline.outbox.kept import LEASE_S, Outbox
from data_pipeline.outbox.notice import Notice
from data_pipeline.store.log.state import State
from data_pipeline.words import LANGUAGES, say
from tests.outbox.hours import Hours
from tests.outbox.sinks import post, web

AT = datetime(2022, 4, 6, 14)
EVERY = timedelta(minutes=10)
HOOK = Channel(id="hook", kind="webhook", to=("http://127.0.0.1:9/",), takes=("alert",))


def notice(n: int, kind: str = "alert", after: str = "", text: str = "") -> Notice:
    key = f"edge:{n:02d}:2022-04-06:1" + (":eased" if after else "")
    name = dict.fromkeys(LANGUAGES, text or f"alert {n:02d}")
    return Notice(key, f"edge:{n:02d}", kind, AT + timedelta(minutes=n), name, name, "/", f"/alerts?clock=x&id={n}",
                  after=after)  # fmt: skip


TWENTY = [notice(n) for n in range(20)]


def keys(state: State, channel: str = "hook") -> list[str]:
    return [k for d in Outbox(state).lately("alert", channel) for k in d.message.facts["keys"]]


def test_what_comes_within_ten_minutes_is_gathered_in_the_next_message(state: State, hours: Hours) -> None:
    of = Outbox(state)
    for minute in range(31):
        hours.now = 1_000_000.0 + 60 * minute
        gather(of, Channels(channel=(HOOK,)), TWENTY[: minute + 1], EVERY)
    made = sorted(d.made for d in of.lately("alert", "hook"))
    assert [round((b - a) / 60) for a, b in pairwise(made)] == [10, 10]
    assert Counter(keys(state)) == Counter(n.key for n in TWENTY)


def test_each_channel_takes_its_own_and_has_a_rate_of_its_own(state: State, hours: Hours) -> None:
    both = Channel(id="both", kind="webhook", to=("http://127.0.0.1:9/",), takes=("alert", "action"))
    of, channels = Outbox(state), Channels(channel=(HOOK, both, Channel(id="b", kind="folder", to=("/nowhere",))))
    some = [notice(1), notice(2, "action")]
    assert [(r.channel, r.waiting, r.last) for r in rates(of, channels, some, EVERY)] == [
        ("hook", 1, None),
        ("both", 2, None),
    ]
    gather(of, channels, some, EVERY)
    assert (len(keys(state)), len(keys(state, "both")), keys(state, "b")) == (1, 2, [])
    hours.now += 60
    gather(of, channels, [*some, notice(3)], EVERY)
    assert [(r.waiting, r.next - hours.now, r.lately) for r in rates(of, channels, [notice(3)], EVERY)] == [
        (1, 540, 1)
    ] * 2


def test_that_something_eased_is_said_to_whom_it_was_said_that_it_was_raised(state: State, hours: Hours) -> None:
    of, channels = Outbox(state), Channels(channel=(HOOK,))
    gather(of, channels, [notice(1, after=notice(1).key)], EVERY)
    assert keys(state) == []
    for some in ([notice(1)], [notice(1, after=notice(1).key)]):
        gather(of, channels, some, EVERY)
        hours.now += 601
    assert keys(state) == [notice(1, after="x").key, notice(1).key]


def test_what_is_too_long_for_one_message_goes_with_the_next_and_none_is_lost(state: State, hours: Hours) -> None:
    of, long = Outbox(state), [notice(n, text=f"{n:02d}" + "长" * 150) for n in range(20)]
    while gather(of, Channels(channel=(HOOK,)), long, EVERY):
        hours.now += 601
    sent = of.lately("alert", "hook")
    assert len(sent) > 1
    assert max(len(text.encode()) for d in sent for text in d.message.body.values()) <= BYTES
    assert Counter(keys(state)) == Counter(n.key for n in long)


def test_two_that_look_at_once_write_one_message(state: State, hours: Hours, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first wrote, and knows of one more."""
    one, other = Outbox(state, "a"), Outbox(state, "b")
    for _ in range(2):
        before = other.lately("alert", "hook")
        gather(one, Channels(channel=(HOOK,)), TWENTY[:19], EVERY)
        with monkeypatch.context() as stale:
            stale.setattr(Outbox, "lately", lambda *_, before=before: before)
            gather(other, Channels(channel=(HOOK,)), TWENTY, EVERY)
        hours.now += 601
    gather(other, Channels(channel=(HOOK,)), TWENTY, EVERY)
    assert Counter(keys(state)) == Counter(n.key for n in TWENTY)


TWICE = say("zh", "outbox.may_be_twice") + "\n\n"
LINES: dict[str, Callable[[Any], list[str]]] = {
    "webhook": lambda got: [k for a in {a.headers["Idempotency-Key"]: a for a in got}.values()
                            for k in a.said["facts"]["keys"]],
    "mail": lambda got: [x for m in {m["Message-ID"]: m for m in got}.values()
                         for x in m.get_body().get_content().split("\n") if "alert" in x and "http" not in x],
    "wecom": lambda got: [x for text in {a.said["markdown"]["content"].replace(TWICE, ""): None for a in got}
                          for x in text.split("\n") if ". alert" in x],
}  # fmt: skip


@pytest.mark.parametrize("step", ["before it is written", "written", "claimed", "sent", "noted"])
@pytest.mark.parametrize("kind", ["folder", "mail", "webhook", "wecom"])
def test_twenty_alerts_are_twenty_lines_each_once_after_a_fall_at_every_step(
    hours: Hours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, step: str
) -> None:
    """A process of its own, killed there by the system: nothing of it is cleared away."""
    with web() as (url, asked), post() as (smtp, box):
        monkeypatch.setenv("BOARD_SMTP", smtp)
        to = {"folder": str(tmp_path), "mail": "mayor@city.example"}.get(kind, url)
        of = Channel.model_validate({"id": kind, "kind": kind, "to": (to,), "lang": "zh", "takes": ("alert",)})

        def look(holder: str) -> None:
            outbox = Outbox(State(tmp_path), holder)
            gather(outbox, Channels(channel=(of,)), TWENTY, EVERY)
            delivering.deliver(outbox, Channels(channel=(of,)), lambda _: b"")

        with monkeypatch.context() as falls:
            _fall(falls, kind, step)
            falling = get_context("fork").Process(target=look, args=("a",))
            falling.start()
            falling.join(30)
        assert falling.exitcode == -SIGKILL
        for _ in range(3):
            hours.now += LEASE_S + 1
            look("b")
        came = {"folder": _folder(tmp_path), "mail": box.got}.get(kind, asked)
        found = came if kind == "folder" else LINES[kind](came)
    assert len(found) == len(set(found)) == 20


def _fall(patch: pytest.MonkeyPatch, kind: str, step: str) -> None:
    def killed(*_: object, **__: object) -> None:
        os.kill(os.getpid(), SIGKILL)

    put, way = Outbox.put, delivering.WAYS[kind]

    def put_and_fall(*of: Any) -> None:
        put(*of)
        killed()

    def send_and_fall(parcel: Any) -> str:
        way(parcel)
        killed()
        raise AssertionError

    where = {"before it is written": ("put", killed), "written": ("put", put_and_fall), "noted": ("sent", killed)}
    if step in where:
        patch.setattr(Outbox, *where[step])
    else:
        patch.setattr(delivering, "WAYS", {kind: killed if step == "claimed" else send_and_fall})


def _folder(root: Path) -> list[str]:
    return [k for f in root.glob("*/message.json") for k in orjson.loads(f.read_bytes())["facts"]["keys"]]
