"""A message leaves once: whoever puts it how often, whoever falls or stands still on the way."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data_pipeline.access.permission import NOBODY, Person
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError, DeclarationError
from data_pipeline.outbox import deliver as module
from data_pipeline.outbox import kept
from data_pipeline.outbox.channels import Channel, Channels, channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import LEASE_S, TRIES, Outbox
from data_pipeline.outbox.message import Attached, Message
from data_pipeline.outbox.resend import resend
from data_pipeline.store.log.received import sha256
from data_pipeline.store.log.state import State
from tests.outbox.hours import Hours, Killed
from tests.outbox.sinks import post, web

DATA = "%PDF 日清".encode()
FILES = (
    Attached("brief_zh.pdf", "application/pdf", sha256(DATA), len(DATA)),
    Attached("brief_en.docx", "application/x-docx", sha256(DATA), len(DATA)),
)
SUBJECT, BODY = {"zh": "第23期", "en": "No. 23"}, {"zh": "转运未清。", "en": "Transfer is open."}
MESSAGE = Message("brief-city-20220406-1800", "brief", datetime(2022, 4, 6, 18, 45), SUBJECT, BODY, FILES, "briefs")


def channel(kind: str, *to: str, **more: object) -> Channel:
    return Channel.model_validate({"id": kind, "kind": kind, "to": to, "lang": "zh", **more})


def sent(state: State, of: Channel, holder: str = "a") -> int:
    return deliver(Outbox(state, holder), Channels(channel=(of,)), lambda _: DATA)


def put(state: State, *ids: str) -> None:
    Outbox(state).put(MESSAGE, ids)


def test_it_is_there_once_however_often_it_is_put(state: State, tmp_path: Path) -> None:
    for _ in range(3):
        put(state, "folder")
    assert sent(state, channel("folder", str(tmp_path))) == 1
    put(state, "folder")
    assert sent(state, channel("folder", str(tmp_path))) == 0
    place = tmp_path / MESSAGE.id
    assert sorted(p.name for p in place.iterdir()) == ["brief_en.docx", "brief_zh.pdf", "message.json"]
    assert (place / "brief_zh.pdf").read_bytes() == DATA


def test_two_at_once_never_hold_the_same_message(state: State) -> None:
    put(state, "mail", "web")
    one, other = (Outbox(state, holder) for holder in "ab")
    claimed = [one.claim(), other.claim(), one.claim()]
    assert sorted(d.channel for d in claimed if d) == ["mail", "web"]
    assert claimed[2] is None


KEYS: dict[str, Callable] = {
    "mail": lambda got: [m["Message-ID"] for m in got],
    "webhook": lambda got: [a.headers["Idempotency-Key"] for a in got],
}


@pytest.mark.parametrize("step", ["claimed", "sent"])
@pytest.mark.parametrize("kind", ["folder", "mail", "webhook", "wecom"])
def test_killed_at_any_step_it_arrives_once(
    state: State, hours: Hours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, step: str
) -> None:
    """Once by its key, where the far side knows one; where it knows none, the second says that it may be the first."""
    put(state, kind)
    with web() as (url, asked), post() as (smtp, box):
        monkeypatch.setenv("BOARD_SMTP", smtp)
        to = {"folder": str(tmp_path), "mail": "mayor@city.example"}.get(kind, url)
        of, way = channel(kind, to), module.WAYS[kind]

        def killed(parcel: object) -> str:
            if step == "sent":
                way(parcel)  # type: ignore[arg-type]
            raise Killed

        with monkeypatch.context() as falls:
            falls.setattr(module, "WAYS", {kind: killed})
            with pytest.raises(Killed):
                sent(state, of)
        assert sent(state, of, "b") == 0  # its lease is not over
        hours.now += LEASE_S + 1
        assert sent(state, of, "b") == 1
        assert sent(state, of, "b") == 0
        came = box.got if kind == "mail" else asked
        twice = step == "sent" and kind != "folder"
        assert len(came) == (0 if kind == "folder" else 1 + twice)
        if kind in KEYS:
            assert len(set(KEYS[kind](came))) == 1
        if kind == "wecom":
            texts = [a.said["markdown"]["content"] for a in asked]
            assert "此消息可能重复" in texts[-1]
        if kind == "folder":
            assert (tmp_path / MESSAGE.id / "message.json").is_file()


def test_one_that_stood_still_wakes_and_sends_nothing(state: State, hours: Hours, tmp_path: Path) -> None:
    put(state, "folder")
    stalled = Outbox(state, "a")
    held = stalled.claim()
    assert held is not None
    hours.now += LEASE_S + 1
    assert not stalled.holds(held)
    assert sent(state, channel("folder", str(tmp_path)), "b") == 1
    assert not stalled.holds(held)
    stalled.failed(held, "woke too late", doubt=True)
    assert [d.state for d in stalled.of(MESSAGE.id)] == ["sent"]


def test_one_that_stood_still_between_claim_and_send_leaves_it_to_another(
    state: State, hours: Hours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(state, "folder")
    claim = Outbox.claim

    def slowly(own: Outbox) -> kept.Delivery | None:
        found = claim(own)
        hours.now += LEASE_S + 1
        return found

    with monkeypatch.context() as slow:
        slow.setattr(Outbox, "claim", slowly)
        slow.setattr(module, "AT_ONCE", 1)
        assert sent(state, channel("folder", str(tmp_path))) == 0
    assert not (tmp_path / MESSAGE.id).exists()
    assert sent(state, channel("folder", str(tmp_path)), "b") == 1


def test_what_does_not_arrive_is_tried_later_each_time_and_given_up_and_can_be_tried_anew(
    state: State, hours: Hours
) -> None:
    put(state, "webhook")
    with web(lambda _: (503, b"")) as (url, asked):
        of, waits = channel("webhook", url), []
        for _ in range(TRIES):
            before = len(asked)
            sent(state, of)
            assert len(asked) == before + 1
            assert sent(state, of) == 0
            waits.append(Outbox(state).of(MESSAGE.id)[0].due - hours.now)
            hours.now += waits[-1]
        (given_up,) = Outbox(state).of(MESSAGE.id)
        assert (given_up.state, given_up.why, given_up.tries) == ("failed", "HTTP 503", TRIES)
        assert waits == sorted(waits)
        assert max(waits) == kept.LONGEST_S
        sent(state, of)
        assert len(asked) == TRIES
    with web() as (url, asked):
        assert Outbox(state).again(MESSAGE.id, "webhook", "李")
        assert sent(state, channel("webhook", url)) == 1
    assert not Outbox(state).again(MESSAGE.id, "webhook", "李")
    assert Outbox(state).wished() == {(MESSAGE.id, "webhook"): ("李",)}


def _given_up(state: State, channel: str) -> None:
    put(state, channel)
    claimed = Outbox(state).claim()
    assert claimed
    assert Outbox(state).failed(replace(claimed, tries=TRIES), "HTTP 503", doubt=False)


def test_what_was_given_up_is_sent_again_once_by_whoever_answers_for_the_city(own_board: Board) -> None:
    state = own_board.state
    _given_up(state, "webhook")
    ask = partial(resend, own_board, id=MESSAGE.id, channel="webhook")
    for code, person in (
        ("may_viewer", NOBODY.named("somebody")),
        ("may_resend", Person("东区", "analyst", None, frozenset({"310115"}))),
        ("may_name", Person("", "analyst")),
    ):
        with pytest.raises(BoardError) as why:
            ask(person=person)
        assert why.value.code == code
    assert (Outbox(state).counts(), Outbox(state).wished()) == ({"failed": 1}, {})
    ask(person=Person("李", "analyst"))
    with pytest.raises(BoardError) as why:
        ask(person=Person("王", "analyst"))
    assert why.value.code == "outbox_none"
    assert Outbox(state).wished() == {(MESSAGE.id, "webhook"): ("李",)}
    with web() as (url, asked):
        assert [sent(state, channel("webhook", url), holder) for holder in "ab"] == [1, 0]
    assert len(asked) == 1


def test_an_answer_that_stays_away_leaves_it_in_doubt(state: State, hours: Hours) -> None:
    put(state, "dingtalk")
    with web(lambda n: (0, b"") if n == 0 else (200, b'{"errcode": 0}')) as (url, asked):
        assert sent(state, channel("dingtalk", url)) == 0
        assert Outbox(state).of(MESSAGE.id)[0].doubt
        hours.now += 60
        assert sent(state, channel("dingtalk", url)) == 1
    assert ["可能重复" in a.said["markdown"]["text"] for a in asked] == [False, True]


def test_a_robot_that_says_another_code_did_not_take_it(state: State, hours: Hours) -> None:
    put(state, "wecom")
    refusal = b'{"errcode": 45009, "errmsg": "api freq out of limit"}'
    with web(lambda n: (200, refusal if n == 0 else b'{"errcode": 0}')) as (url, asked):
        assert sent(state, channel("wecom", url)) == 0
        told = Outbox(state).of(MESSAGE.id)[0]
        assert "45009" in told.why
        assert not told.doubt
        hours.now += 60
        assert sent(state, channel("wecom", url)) == 1
    assert [a.said["msgtype"] for a in asked] == ["markdown", "markdown"]
    assert "可能重复" not in asked[1].said["markdown"]["content"]


def test_a_long_text_is_cut_to_what_the_robot_takes(state: State) -> None:
    long = Message("m", "brief", MESSAGE.at, {"zh": "第23期"}, {"zh": "长" * 3000})
    Outbox(state).put(long, ["wecom"])
    with web() as (url, asked):
        assert sent(state, channel("wecom", url)) == 1
    content = asked[0].said["markdown"]["content"].encode()
    assert len(content) <= 4096
    assert content.decode().endswith("长…")


def test_dingtalk_is_signed_by_time_and_secret(state: State, hours: Hours) -> None:
    put(state, "dingtalk")
    with web() as (url, asked):
        assert sent(state, channel("dingtalk", f"{url}?access_token=t", secret="SEC1")) == 1
    query = parse_qs(urlsplit(asked[0].path).query)
    stamp = str(round(hours.now * 1000))
    made = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert query == {"access_token": ["t"], "timestamp": [stamp], "sign": [base64.b64encode(made).decode()]}


def test_a_webhook_gets_the_files_and_no_redirect_takes_it_elsewhere(state: State, hours: Hours) -> None:
    put(state, "webhook")
    with web(lambda n: (302 if n == 0 else 200, b"")) as (url, asked):
        of = channel("webhook", url, files=["*.pdf"], board="https://board.example/")
        assert sent(state, of) == 0
        hours.now += 60
        assert sent(state, of) == 1
    said = asked[1].said
    assert (said["subject"], said["link"]) == ("第23期", "https://board.example/briefs")
    assert [base64.b64decode(f["base64"]) for f in said["files"]] == [DATA]


def test_mail_brings_the_files_and_says_whom_it_did_not_reach(
    state: State, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(state, "mail")
    with post() as (smtp, box):
        monkeypatch.setenv("BOARD_SMTP", smtp)
        assert sent(state, channel("mail", "mayor@city.example", "gone@city.example")) == 1
    (mail,) = box.got
    assert mail["Subject"] == "第23期"
    assert {a.get_filename() for a in mail.iter_attachments()} == {f.name for f in FILES}
    assert Outbox(state).of(MESSAGE.id)[0].why == "gone@city.example"


def test_mail_whose_answer_is_lost_comes_again_under_its_own_id(
    state: State, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(state, "mail")
    with post() as (smtp, box):
        box.hangs_up = 1
        monkeypatch.setenv("BOARD_SMTP", smtp)
        assert sent(state, channel("mail", "mayor@city.example")) == 0
        assert Outbox(state).of(MESSAGE.id)[0].doubt
        hours.now += 60
        assert sent(state, channel("mail", "mayor@city.example")) == 1
    one, other = box.got
    assert one["Message-ID"] == other["Message-ID"]
    assert one.as_bytes() == other.as_bytes()


def test_another_file_under_its_name_is_never_overwritten(state: State, tmp_path: Path) -> None:
    put(state, "folder")
    (tmp_path / MESSAGE.id).mkdir()
    (tmp_path / MESSAGE.id / "brief_zh.pdf").write_bytes(b"another")
    assert sent(state, channel("folder", str(tmp_path))) == 0
    assert (tmp_path / MESSAGE.id / "brief_zh.pdf").read_bytes() == b"another"
    assert "brief_zh.pdf" in Outbox(state).of(MESSAGE.id)[0].why


def test_a_channel_that_is_declared_no_more_says_so(state: State) -> None:
    put(state, "old")
    assert sent(state, channel("webhook", "http://127.0.0.1:9/")) == 0
    assert "old" in Outbox(state).of(MESSAGE.id)[0].why


def test_what_ended_long_ago_is_forgotten(state: State, hours: Hours, tmp_path: Path) -> None:
    put(state, "folder", "mail")
    sent(state, channel("folder", str(tmp_path)))
    hours.now += kept.KEPT_S + 1
    Outbox(state).forget()
    assert [d.channel for d in Outbox(state).of(MESSAGE.id)] == ["mail"]


@pytest.mark.parametrize(
    "text",
    [
        '[[channel]]\nid = "a"\nkind = "pigeon"\nto = ["x"]',
        '[[channel]]\nid = "a"\nkind = "webhook"\nto = ["ftp://SECRET"]',
        '[[channel]]\nid = "a"\nkind = "mail"\nto = ["nobody"]',
        '[[channel]]\nid = "a"\nkind = "folder"\nto = ["x"]\n[[channel]]\nid = "a"\nkind = "folder"\nto = ["y"]',
    ],
)
def test_channels_that_cannot_be_used_are_a_sentence_without_the_address(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outbox.toml").write_text(text, "utf-8")
    monkeypatch.setenv("BOARD_OUTBOX", str(tmp_path / "outbox.toml"))
    with pytest.raises((DeclarationError, BoardError)) as why:
        channels()
    assert "SECRET" not in str(why.value)
