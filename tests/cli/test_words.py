"""The command line in both languages: help, wrong usage, and the shape of a JSON answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from data_pipeline.cli import app, main
from data_pipeline.cli.exits import Exits
from data_pipeline.words import LANGUAGES

ROOT = Path(__file__).parents[2]
COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
PROMISED = {
    "load",
    "check",
    "withdraw",
    "restore",
    "loads",
    "rebuild",
    "verify",
    "feeds",
    "template",
    "query",
    "demo",
    "doctor",
}


def test_every_promised_command_is_there() -> None:
    assert set(COMMANDS) >= PROMISED


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_explained(command: str, lang: str, capsys) -> None:
    assert main([command, "--help", "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert f"python -m data_pipeline {command}" in told
    assert "None" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_english_word_stands_in_the_chinese_list_of_commands(lang: str, capsys) -> None:
    main(["--lang", lang])
    told = capsys.readouterr().out
    assert all(name in told for name in COMMANDS)
    assert ("Usage" in told) == (lang == "en")


@pytest.mark.parametrize(
    "words", [["nothing"], ["load"], ["load", "--nothing"], ["demo", "--days", "many"], ["feeds", "--lang", "fr"]]
)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_wrong_command_line_is_one_sentence_and_code_2(words: list[str], as_json: bool, capsys) -> None:
    assert main([*words, *(["--json"] if as_json else [])]) == 2
    said = capsys.readouterr()
    if as_json:
        answer = json.loads(said.out)
        assert (answer["ok"], answer["exit"]) == (False, 2)
        assert answer["error"]["sentence"]
    else:
        assert len(said.err.strip().splitlines()) == 1
        assert said.out == ""


@pytest.mark.parametrize("place", [0, 1, 2])
def test_json_and_lang_may_stand_anywhere(place: int, capsys) -> None:
    words = ["feeds", "transfer"]
    words[place:place] = ["--json", "--lang=en"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "Transfer progress"


def test_a_bug_keeps_its_traceback_and_has_a_code_of_its_own(capsys, monkeypatch) -> None:
    monkeypatch.setattr("data_pipeline.cli.doctor.checkup", lambda: 1 / 0)
    assert main(["doctor", "--json"]) == Exits.BUG
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err
    assert json.loads(said.out)["error"]["code"] == "bug"


def test_the_program_runs_as_a_module_and_its_code_reaches_the_shell() -> None:
    def shell(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "data_pipeline", *words], cwd=ROOT, capture_output=True, text=True)

    assert shell("feeds").returncode == 0
    assert shell("feeds", "nothing").returncode == 1
    assert shell("nothing").returncode == 2


def test_exit_codes_are_few_and_each_is_documented() -> None:
    manual = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert all(f"| {int(code)} |" in manual for code in Exits)
