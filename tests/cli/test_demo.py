"""`demo`: the sample into an empty store, and never mixed into anything by accident."""

from data_pipeline.cli.checkup import store_folder
from data_pipeline.core.clock_jumps import jumps
from data_pipeline.store.log.ledger import Ledger

SMALL = ("demo", "--days", 1, "--slot", 8)


def test_the_sample_fills_an_empty_store_once(run) -> None:
    first = run(*SMALL, "--json")
    assert (first.code, first.json["refused"]) == (0, 0)
    assert first.json["rows"] > 1000
    loads = run("loads", "--last", 0, "--json").json
    assert loads["count"] == first.json["files"]
    again = run(*SMALL, "--if-empty", "--json")
    assert (again.code, again.json["loaded"]) == (0, 0)
    assert run("loads", "--json").json["count"] == loads["count"]


def test_the_sample_carries_decisions_promises_and_checks(run) -> None:
    """What the last day brings, as it stands at its close; a second time nothing is added."""
    run(*SMALL, "--json")
    at = ("--at", "2022-04-07T00:20")
    found = run("actions", "--all", *at, "--json").json["actions"]
    assert [len(a["steps"]) > 1 for a in found] == [True] * 4
    steps = {s["name"] for a in found for s in a["steps"]}
    assert steps >= {"assign", "take_up", "promise", "hand_on", "done", "send_back", "close"}
    assert {a["state"] for a in found} == {"closed", "taken_up"}
    assert [a["owed"]["overdue"] for a in found if a["owed"]] == [True]
    assert any(a["outcome"] and a["outcome"]["kept"] for a in found)
    entries = Ledger(store_folder() / "ledger.jsonl").entries()
    assert jumps((e.seq, e.note.at) for e in entries) == []  # entered in the order of their hours
    run(*SMALL, "--confirm", "--json")
    assert len(run("actions", "--all", *at, "--json").json["actions"]) == len(found)


def test_simulated_figures_are_not_mixed_into_a_store_that_holds_something(run, transfer) -> None:
    run("load", "--feed", "transfer", transfer())
    answer = run(*SMALL, "--json")
    assert (answer.code, answer.json["loads"]) == (3, 1)
    assert run("loads", "--json").json["count"] == 1


def test_the_same_seed_gives_the_same_bytes(run) -> None:
    run(*SMALL, "--json")
    answer = run(*SMALL, "--confirm", "--json")
    assert answer.json["rows"] == 0 or run("loads", "--last", 0, "--json").json["count"] == answer.json["files"]
