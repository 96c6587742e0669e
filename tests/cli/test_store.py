"""`withdraw`, `restore`, `loads`, `rebuild`, `verify`: everything can be taken back, and made again."""

from pathlib import Path

import pytest

from data_pipeline.board import board as board_module
from tests.store.test_two_keys import asking

LATER = {"as_of": "2022-04-06 20:00"}


@pytest.fixture
def two_loads(run, transfer) -> None:
    for name, differences, at in (("a.csv", {}, "18:10"), ("b.csv", LATER, "20:10")):
        assert run("load", "--feed", "transfer", transfer(name, differences), "--at", f"2022-04-06T{at}").code == 0


def test_withdraw_and_restore_bring_the_state_back(run, two_loads, state) -> None:
    whole = state()
    assert run("withdraw", 2, "--reason", "wrong day", "--at", "2022-04-06T21:00").code == 0
    assert state() != whole
    assert run("restore", 2, "--reason", "right after all", "--at", "2022-04-06T21:30").code == 0
    assert state() == whole
    assert run("verify", "--json").json["state_hash"] == whole


def test_a_withdrawal_needs_a_reason(run, two_loads) -> None:
    answer = run("withdraw", 2)
    assert answer.code == 2
    assert "--reason" in answer.err


def test_a_load_that_never_was_cannot_be_withdrawn(run, two_loads) -> None:
    answer = run("withdraw", 99, "--reason", "x", "--json")
    assert (answer.code, answer.json["ok"]) == (1, False)
    assert answer.json["error"]["sentence"]


def test_loads_are_listed_newest_first_and_by_feed(run, two_loads) -> None:
    told = run("loads", "--json").json
    assert [x["file_name"] for x in told["loads"]] == ["b.csv", "a.csv"]
    assert run("loads", "--last", 1, "--json").json["loads"] == told["loads"][:1]
    assert run("loads", "--feed", "supply", "--json").json["loads"] == []


def test_a_rebuild_gives_the_same_state(run, two_loads, state) -> None:
    before = state()
    answer = run("rebuild", "--json")
    assert (answer.code, answer.json["state_hash"]) == (0, before)


@pytest.mark.in_folder
def test_verify_finds_a_changed_original(run, store: Path, two_loads) -> None:
    assert run("verify").code == 0
    file = next(p for p in (store / "received").iterdir() if p.is_file())
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"\n")
    answer = run("verify", "--json")
    assert answer.code == 4
    assert len(answer.json["findings"]) == 1
    assert run("verify", lang="zh").out.strip()


def test_verify_says_what_to_look_at_and_does_not_call_it_a_fault(run, two_loads, transfer) -> None:
    """The second file restates the first: somebody may want to know, nothing is wrong."""
    changed = transfer("c.csv", LATER | {"vehicles_available": "5"})
    assert run("load", "--feed", "transfer", changed, "--at", "2022-04-06T21:00", "--confirm").code == 0
    answer = run("verify", "--json")
    assert answer.code == 0
    told = [(f["code"], f["severity"], f["facts"]["name"]) for f in answer.json["findings"]]
    assert told == [("check", "look", "load_restated")]
    assert "changed earlier figures" in run("verify").out
    assert "更正" in run("verify", lang="zh").out


def test_what_waits_is_listed_approved_by_another_and_declined(run, transfer) -> None:
    files = [transfer("a.csv", {}), transfer("b.csv", LATER)]
    with asking(board_module.board(), "always"):
        assert run("load", "--feed", "transfer", *files, "--at", "2022-04-06T20:10", "--by", "a").code == 0
    assert [w["line"] for w in run("waiting", "--json").json["waiting"]] == [1, 2]
    answer = run("approve", 1, "--by", "A", "--at", "2022-04-06T20:20", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (1, "key_same")
    assert run("approve", 1, "--by", "b", "--at", "2022-04-06T20:20").code == 0
    assert run("decline", 2, "--by", "b", "--reason", "wrong day", "--at", "2022-04-06T20:20").code == 0
    assert run("waiting", "--json").json["waiting"] == []
    assert [x["visible"] for x in run("loads", "--json").json["loads"]] == [False, True]
    assert run("verify").code == 0
