"""Who is not looking is told: once when it begins, again while it lasts, once when it is over, and never for ever."""

import json
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.alarm import watch as module
from data_pipeline.alarm.conditions import Condition, conditions
from data_pipeline.alarm.sinks import Mail, Message, Webhook, sinks
from data_pipeline.alarm.watch import Watch
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.mail import Post
from data_pipeline.words import LANGUAGES
from pages.server import alarming, lifespan

STALE = Condition(
    "feed_stale", "transfer", {"feed": {"zh": "转运进度", "en": "Transfer"}, "slots": 3, "last": "04-06 08:00"}
)


class Sink:
    """A local one; `away`: nothing arrives."""

    name, life_s = "sink", 300.0

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.tries, self.away = 0, False

    def send(self, subject: str, message: Message) -> None:
        self.tries += 1
        if self.away:
            raise ConnectionRefusedError("away")
        self.got.append({"subject": subject, **message})


class Time:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def looks(time: Time, sink: Sink):
    """looks(n, *conditions): so many looks, thirty seconds apart."""
    watch = Watch("Shanghai", "en", ([sink], []), time)

    def look(times: int, *found: Condition, ready: bool = True) -> Watch:
        for _ in range(times):
            time.now += 30
            watch.look(found, "2022-04-06T14:00", ready=ready)
        return watch

    return look


def test_it_is_told_when_it_begins_and_when_it_is_over(looks, sink: Sink) -> None:
    looks(1, STALE)
    assert sink.got == []  # one odd look rings no bell
    looks(20, STALE)
    looks(1)
    assert [m["state"] for m in sink.got] == ["raised"]
    looks(5)
    assert [m["state"] for m in sink.got] == ["raised", "over"]
    first = sink.got[0]
    assert first["subject"].startswith("Shanghai: Transfer: nothing new for 3 report times (last: 04-06 08:00)")
    (alarm,) = first["alarms"]
    assert (alarm["code"], alarm["about"]) == ("feed_stale", "transfer")
    assert alarm["zh"].startswith("转运进度：已有 3 个时点")


def test_what_begins_together_is_one_message(looks, sink: Sink) -> None:
    low = Condition("disk_low", facts={"gb": "1.0"})
    looks(5, STALE, low)
    looks(5, low)
    assert [(m["state"], len(m["alarms"])) for m in sink.got] == [("raised", 2), ("over", 1)]
    assert sink.got[1]["alarms"][0]["code"] == "feed_stale"


def test_what_comes_and_goes_from_look_to_look_rings_no_bell(looks, sink: Sink) -> None:
    for _ in range(10):
        looks(1, STALE)
        looks(1)
    assert sink.got == []


def test_what_lasts_is_told_again_after_hours(looks, sink: Sink) -> None:
    looks(int(module.AGAIN_S / 30) + 4, STALE)
    assert [m["state"] for m in sink.got] == ["raised", "still"]


def test_a_message_is_tried_again_later_each_time_and_given_up(looks, sink: Sink) -> None:
    sink.away = True
    watch = looks(200, STALE)
    assert (sink.tries, watch.waiting()) == (module.TRIES, 0)
    assert watch.counts == {"failed": module.TRIES, "given_up": 1}
    sink.away = False
    looks(3)
    assert [m["state"] for m in sink.got] == ["over"]


def test_one_that_is_away_for_a_while_gets_it_later(looks, sink: Sink) -> None:
    sink.away = True
    looks(3, STALE)
    sink.away = False
    looks(5, STALE)
    assert [m["state"] for m in sink.got] == ["raised"]


def test_messages_that_wait_are_bounded(looks, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_AGAIN_S", 1e9)
    sink.away = True
    for n in range(module.MOST + 50):
        watch = looks(2, Condition("feed_stale", str(n), STALE.facts))
    assert watch.waiting() == module.MOST


def test_a_sign_of_life_comes_only_while_the_board_can_draw(time: Time, sink: Sink) -> None:
    watch = Watch("Shanghai", "zh", ([], [sink]), time)
    for ready in [True] * 21 + [False] * 21:
        time.now += 30
        watch.look([], "2022-04-06T14:00", ready=ready)
    assert [m["state"] for m in sink.got] == ["alive"] * 3  # at once, and every five minutes of ten
    assert watch.counts["alive"] == 3


@contextmanager
def web(status: int) -> Iterator[tuple[str, list[dict]]]:
    got: list[dict] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", got
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [200, 500])
def test_a_webhook_gets_json_and_its_refusal_counts_as_not_delivered(status: int) -> None:
    with web(status) as (url, got):
        (hook,) = sinks(url, "")
        assert isinstance(hook, Webhook)
        if status == 200:
            hook.send("subject", {"state": "转运"})
        else:
            with pytest.raises(OSError, match="500"):
                hook.send("subject", {"state": "转运"})
    assert got == [{"subject": "subject", "state": "转运"}]
    with pytest.raises(OSError, match="refused"):
        hook.send("nobody is there", {})


def test_a_mail_is_sent_in_unicode_over_the_named_server(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    class Server:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            sent.append((host, port))

        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda self, *_: None  # noqa: E731
        has_extn = lambda self, name: name == "starttls"  # noqa: E731
        starttls = lambda self: sent.append("tls")  # noqa: E731
        login = lambda self, *who: sent.append(who)  # noqa: E731
        send_message = lambda self, mail: sent.append(mail)  # noqa: E731

    monkeypatch.setattr(smtplib, "SMTP", Server)
    (mail,) = sinks("mailto:duty@city.example", "smtp://clerk:p%40ss@mail.city.example:587?from=board@city.example")
    mail.send("上海：转运", {"state": "raised", "alarms": [{"zh": "转运未更新", "en": "Transfer is stale"}]})
    *before, message = sent
    assert before == [("mail.city.example", 587), "tls", ("clerk", "p@ss")]
    assert (message["To"], message["Subject"]) == ("duty@city.example", "上海：转运")
    assert all(text in message.get_content() for text in ("转运未更新", "Transfer is stale"))


@contextmanager
def post() -> Iterator[tuple[int, list[str]]]:
    """A mail server of one conversation."""
    got: list[str] = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            in_data = False
            for line in self.rfile:
                text = line.decode().rstrip("\r\n")
                got.append(text)
                if in_data and text != ".":
                    continue
                in_data = text.upper() == "DATA"
                self.wfile.write(
                    b"354 go on\r\n" if in_data else b"221 bye\r\n" if text.upper() == "QUIT" else b"250 ok\r\n"
                )

    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        talk = threading.Thread(target=server.handle_request)
        talk.start()
        yield server.server_address[1], got
        talk.join()


def test_a_mail_arrives_at_a_server_that_speaks_smtp() -> None:
    with post() as (port, got):
        (mail,) = sinks("mailto:duty@city.example", f"smtp://127.0.0.1:{port}?from=board@city.example")
        mail.send("Shanghai: Transfer is stale", {"state": "raised", "alarms": [{"zh": "转运", "en": "Transfer"}]})
    said = [line.lower() for line in got]
    assert any(line.startswith("mail from:<board@city.example>") for line in said)
    assert {"rcpt to:<duty@city.example>", "subject: shanghai: transfer is stale", "quit"} <= set(said)


@pytest.mark.parametrize(
    ("addresses", "smtp", "code"),
    [
        ("ftp://x", "", "alarm_address"),
        ("duty", "", "alarm_address"),
        ("https://", "", "alarm_address"),
        ("mailto:a@b", "", "alarm_smtp"),
        ("mailto:a@b", "smtp://host", "alarm_smtp"),
        ("mailto:a@b", "smtp://host:port?from=a@b", "alarm_smtp"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_sentence_without_its_secret(addresses: str, smtp: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        sinks(addresses, smtp)
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)


def test_smtps_has_its_own_port() -> None:
    (mail,) = sinks("mailto:a@b", "smtps://host?from=c@d")
    assert isinstance(mail, Mail)
    assert mail.post == Post("host", 465, "c@d", tls=True)


def at(hour: int, minute: int = 0) -> AsOf:
    moment = datetime(2022, 4, 6, hour, minute)
    slot = max(h for h in (0, 8, 16) if h <= hour)
    return AsOf(moment.date(), datetime(2022, 4, 6, slot), moment)


def test_a_feed_is_stale_when_its_figures_are_no_longer_judged(own_board: Board) -> None:
    assert [c.key for c in conditions(own_board, at(16, 45), backs_up=False)] == []
    silent = replace(at(16, 45), known_at=datetime(2022, 4, 6, 8, 30))  # nothing after the slot of 08:00 has come
    late = list(conditions(own_board, silent, backs_up=False))
    assert late
    assert {c.code for c in late} == {"feed_stale"}
    assert all(c.sentence(lang) for c in late for lang in LANGUAGES)


@pytest.mark.in_folder
def test_a_board_that_cannot_draw_says_why(own_board: Board) -> None:
    (own_board.root / "ledger.jsonl").unlink()
    found, damage = conditions(own_board, at(16, 45), backs_up=False)
    assert (found.code, damage.code) == ("not_ready", "damage")
    assert "ledger is empty or missing" in found.sentence("en")
    assert all("ledger.jsonl" in damage.sentence(lang) for lang in LANGUAGES)


def test_a_backup_that_stays_away_is_told_only_where_one_is_set(own_board: Board) -> None:
    assert [c.code for c in conditions(own_board, at(16, 45), backs_up=True)] == ["no_backup"]


def test_a_pack_that_cannot_be_used_is_told_and_the_server_starts(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOARD_PACK", str(tmp_path / "nowhere"))
    process_board.cache_clear()
    watch = Watch(alarming._name("en"), "en", ([sink], [sink]))
    for _ in range(2):
        alarming.look(watch)
    process_board.cache_clear()
    (message,) = sink.got
    assert "operation.toml" in message["subject"]
    assert lifespan._zone() == "UTC"
