"""Targets on the command line: out as a CSV, in again with a reason, and nothing without one."""

import pytest

from tests.cli.conftest import Run


def test_out_changed_and_in_again(run: Run, tmp_path) -> None:
    sheet = tmp_path / "targets.csv"
    before = run("targets", "--to", sheet, "--json").json["version"]
    text = sheet.read_text("utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith("M02b,"))
    sheet.write_text(text.replace(row, row.replace(",20,", ",18,")), "utf-8")
    told = run("targets", "--from", sheet, "--reason", "earlier", "--by", "Li", "--first-day", "2022-04-07", "--json")
    assert told.code == 0
    assert told.json["version"].startswith("T1-")
    assert told.json["version"] != before
    assert [t["target"] for t in told.json["targets"] if t["metric"] == "M02b"] == [20, 18]
    assert run("targets", "--from", sheet, "--reason", "again", "--first-day", "2022-04-07").code != 0
    assert run("verify").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_reason_nothing_is_set(run: Run, tmp_path, lang: str) -> None:
    sheet = tmp_path / "targets.csv"
    run("targets", "--to", sheet)
    told = run("targets", "--from", sheet, lang=lang)
    assert told.code != 0
    assert run("targets", "--json").json["version"].startswith("T0-")


def test_a_token_is_shown_once_and_only_its_hash_is_kept(run: Run) -> None:
    told = run("token", "--sender", "Pudong", "--feed", "transfer", "--json").json
    assert told["token"].startswith("rq_")
    assert told["token"] not in told["entry"]
    assert 'feeds = ["transfer"]' in told["entry"]


def test_files_in_the_inbox_are_taken_by_one_command(run: Run, transfer, tmp_path) -> None:
    box = tmp_path / "inbox"
    (box / "transfer").mkdir(parents=True)
    transfer("t.csv").rename(box / "transfer" / "t.csv")
    told = run("inbox", "--folder", box, "--json").json
    assert [f["file"] for f in told["files"]] == ["t.csv"]
    assert (box / "done" / "transfer" / "t.csv").exists() or (box / "failed" / "transfer" / "t.csv").exists()
