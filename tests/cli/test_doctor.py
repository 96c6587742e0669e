"""`doctor`: says what is missing, and is content on a machine that has everything."""

import pytest

from data_pipeline.cli import checkup


def states(answer) -> dict[str, str]:
    return {c["check"]: c["state"] for c in answer.json["checks"]}


def test_a_machine_that_runs_these_tests_is_well(run) -> None:
    answer = run("doctor", "--json")
    found = states(answer)
    assert answer.code == 0
    assert {
        "python",
        "pins",
        "engine",
        "pack",
        "store",
        "disk",
        "growth",
        "backup",
        "font",
        "clock",
        "order",
        "damage",
        "reading",
    } == set(found)
    assert "fail" not in found.values()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_a_sentence(run, lang: str) -> None:
    lines = run("doctor", lang=lang).out.strip().splitlines()
    assert len(lines) == 13
    assert all(line[0] in "●▲■" for line in lines)


def test_a_package_of_another_version_is_found(run, monkeypatch) -> None:
    monkeypatch.setattr(checkup, "installed", lambda name: "0.0" if name == "pandas" else checkup.version(name))
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["pins"]) == (4, "fail")
    assert "pandas" in next(c["sentence"] for c in answer.json["checks"] if c["check"] == "pins")


@pytest.mark.parametrize("version", checkup.engines())
def test_a_database_of_either_tested_line_is_well(run, monkeypatch, version: str) -> None:
    monkeypatch.setattr(checkup, "installed", lambda name: version if name == "duckdb" else checkup.version(name))
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["engine"], states(answer)["pins"]) == (0, "ok", "ok")


def test_a_database_that_was_never_tested_is_found(run, monkeypatch) -> None:
    monkeypatch.setattr(checkup, "installed", lambda name: "1.0" if name == "duckdb" else checkup.version(name))
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["engine"]) == (4, "fail")


def test_a_store_that_cannot_be_written_is_found(run, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BOARD_STORE", f"file:{tmp_path / 'file' / 'board'}")
    assert states(run("doctor", "--json"))["store"] == "fail"


def test_a_broken_pack_is_found_with_its_reason(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("BOARD_PACK", str(tmp_path / "nowhere"))
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["pack"]) == (4, "fail")
    assert "operation.toml" in next(c["sentence"] for c in answer.json["checks"] if c["check"] == "pack")


def test_a_clock_that_cannot_be_read_is_found(run, monkeypatch) -> None:
    monkeypatch.setenv("BOARD_CLOCK", "half past nine")
    checkup.process_clock.cache_clear()
    assert states(run("doctor", "--json"))["clock"] == "fail"
    checkup.process_clock.cache_clear()


@pytest.mark.parametrize(("given", "state"), [("open", "ok"), ("by-district", "warn"), ("shut", "fail")])
def test_who_may_read_is_told_and_that_nobody_can_sign_in(run, monkeypatch, given: str, state: str) -> None:
    monkeypatch.setenv("BOARD_READING", given)
    assert states(run("doctor", "--json"))["reading"] == state


@pytest.mark.in_folder
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_tells_the_growth_of_a_day_and_how_far_the_backup_goes(run, transfer, tmp_path, lang: str) -> None:
    assert "none has been made" in run("doctor").out
    assert run("load", "--feed", "transfer", transfer(), "--at", "2022-04-06T18:10").code == 0
    assert states(run("doctor", "--json"))["backup"] == "warn"
    assert run("backup", "--to", tmp_path / "backup").code == 0
    found = {c["check"]: c for c in run("doctor", "--json").json["checks"]}
    assert (found["growth"]["state"], found["backup"]["state"]) == ("ok", "ok")
    assert found["growth"]["facts"]["days"] == 1
    assert float(found["growth"]["facts"]["rows"]) < 1
    assert run("doctor", lang=lang).code == 0


@pytest.mark.in_folder
def test_a_disk_that_lasts_no_quarter_is_told(run, transfer, monkeypatch) -> None:
    assert run("load", "--feed", "transfer", transfer(), "--at", "2022-04-06T18:10").code == 0
    monkeypatch.setattr(checkup, "SHORTEST_DAYS", 10**9)
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["growth"]) == (0, "warn")
    assert "larger disk" in run("doctor", "--lang", "en").out


def test_damage_is_told_with_what_to_do(run, tmp_path, monkeypatch, transfer) -> None:
    assert run("load", "--feed", "transfer", transfer("a.csv", {}), "--at", "2022-04-06T18:10").code == 0
    root = checkup.store_folder()
    (root / "anchor").write_bytes(b"{")
    answer = run("doctor", "--json")
    assert (answer.code, states(answer)["damage"]) == (4, "fail")
    ledger = (root / "ledger.jsonl").read_bytes()
    (root / "ledger.jsonl").write_bytes(ledger.replace(b'"accepted":', b'"accepter":'))
    answer = run("doctor", "--json")
    assert "ledger.jsonl" in next(c["sentence"] for c in answer.json["checks"] if c["check"] == "damage")
    answer = run("verify", "--mend", "--json")
    assert (answer.code, answer.json["state_hash"], answer.json["findings"][0]["code"]) == (4, None, "ledger_broken")
    (root / "ledger.jsonl").write_bytes(ledger)
    answer = run("verify", "--mend", "--json")
    assert (answer.code, [f["code"] for f in answer.json["findings"] if f["severity"] == "fault"]) == (0, [])
    assert states(run("doctor", "--json"))["damage"] == "warn"
    (root / "anchor.damaged").unlink()
    assert states(run("doctor", "--json"))["damage"] == "ok"
