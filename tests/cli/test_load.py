"""`load` and `check`: received once, refused whole, or in part when asked; and nothing is written by looking."""

from pathlib import Path

import pytest

BAD = {"person_class": "飞碟"}
OTHER = {"as_of": "2022-04-06 20:00"}
UNBALANCED = {"waiting_now": "151"}


def held(run) -> int:
    return run("loads", "--json").json["count"]


def test_a_good_file_is_loaded_and_says_what_it_did(run, transfer) -> None:
    answer = run("load", "--feed", "transfer", transfer(), "--by", "Li Na", "--at", "2022-04-06T18:10", "--json")
    assert answer.code == 0
    (receipt,) = answer.json["receipts"]
    assert (receipt["status"], receipt["effect"]["new"], receipt["report"]["accepted"]) == ("loaded", 1, 1)
    (load,) = run("loads", "--json").json["loads"]
    assert (load["feed"], load["sender"], load["load_id"]) == ("transfer", "Li Na", receipt["load_id"])
    assert load["received_at"].startswith("2022-04-06T18:10")


def test_the_same_bytes_again_are_received_already_and_change_nothing(run, transfer, state) -> None:
    file = transfer()
    run("load", "--feed", "transfer", file)
    before = state()
    again = run("load", "--feed", "transfer", file, "--json")
    assert again.code == 0
    assert again.json["receipts"][0]["status"] == "already"
    assert state() == before


def test_one_bad_row_refuses_the_file(run, transfer) -> None:
    answer = run("load", "--feed", "transfer", transfer("t.csv", {}, OTHER | BAD), "--json")
    assert (answer.code, answer.json["ok"]) == (1, False)
    problems = answer.json["receipts"][0]["report"]["problems"]
    assert any(p["line"] == 3 and p["column"] == "person_class" for p in problems)
    assert held(run) == 0


def test_partial_loads_the_good_rows(run, transfer) -> None:
    answer = run("load", "--feed", "transfer", transfer("t.csv", {}, OTHER | BAD), "--partial", "--json")
    report = answer.json["receipts"][0]["report"]
    assert (answer.code, report["accepted"], report["refused"]) == (0, 1, 1)
    assert held(run) == 1


def test_a_doubt_waits_for_confirm(run, transfer) -> None:
    file = transfer("t.csv", UNBALANCED)
    waiting = run("load", "--feed", "transfer", file, "--json")
    assert (waiting.code, waiting.json["receipts"][0]["status"]) == (3, "unconfirmed")
    assert held(run) == 0
    assert run("load", "--feed", "transfer", file, "--confirm").code == 0
    assert held(run) == 1


def test_the_worst_file_decides_the_exit_code_and_good_ones_are_loaded(run, transfer) -> None:
    good, bad = transfer("a.csv"), transfer("b.csv", OTHER | BAD)
    assert run("load", "--feed", "transfer", good, bad).code == 1
    assert held(run) == 1


def test_looking_writes_nothing(run, store: Path, transfer) -> None:
    answer = run("check", "--feed", "transfer", transfer(), "--json")
    assert answer.code == 0
    assert answer.json["reports"][0]["accepted"] == 1
    assert not (store / "ledger.jsonl").exists()
    assert not (store / "received").exists() or not any((store / "received").iterdir())


@pytest.mark.parametrize(("differences", "code"), [({}, 0), (BAD, 1), (UNBALANCED, 3)])
def test_check_answers_what_load_would(run, transfer, differences, code) -> None:
    assert run("check", "--feed", "transfer", transfer("t.csv", differences)).code == code


def test_a_column_can_be_mapped_by_hand(run, tmp_path: Path, transfer) -> None:
    file = transfer()
    file.write_text(file.read_text("utf-8").replace("人员类别", "哪类人"), "utf-8")
    assert run("load", "--feed", "transfer", file).code == 1
    assert run("load", "--feed", "transfer", file, "--map", "哪类人=person_class").code == 0


@pytest.mark.parametrize("words", [("--feed", "nothing"), ("--feed", "transfer", "--at", "yesterday")])
def test_what_cannot_be_meant_is_refused_with_a_sentence(run, transfer, words) -> None:
    answer = run("load", transfer(), *words)
    assert answer.code == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert "Traceback" not in answer.err


def test_a_file_that_is_not_there_is_a_sentence(run, tmp_path: Path) -> None:
    answer = run("load", "--feed", "transfer", tmp_path / "gone.csv", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (1, "file_unread")
    assert "gone.csv" in answer.json["error"]["sentence"]


def test_a_file_received_after_the_replayed_days_is_pointed_out(run, transfer) -> None:
    assert "--at" in run("load", "--feed", "transfer", transfer(), "--at", "2026-01-01T08:00").out
    assert "--at" not in run("load", "--feed", "transfer", transfer("b.csv", OTHER), "--at", "2022-04-06T20:01").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_reads_problems_in_their_language(run, transfer, lang) -> None:
    told = run("load", "--feed", "transfer", transfer("t.csv", BAD), lang=lang).out
    assert "飞碟" in told
    assert ("已拒收" in told) == (lang == "zh")
    assert ("Refused" in told) == (lang == "en")


SHANGHAI = Path(__file__).parents[1] / "intake" / "shanghai"
WIDE = ("--map", "*_确诊=confirmed_new@district_code", "--map", "*_无症状=asymptomatic_new@district_code")
LONG = (
    "--map",
    "类型=@kind",
    "--map",
    "人数=@count",
    "--map",
    "类型:本土确诊=confirmed_new",
    "--map",
    "类型:本土无症状=asymptomatic_new",
)


@pytest.mark.parametrize(("name", "told"), [("wide.csv", WIDE), ("long.csv", LONG)])
def test_another_shape_is_loaded_as_the_mapping_tells_and_refused_without_it(run, state, name: str, told) -> None:
    untold = run("load", "--feed", "bulletin", SHANGHAI / name)
    assert untold.code == 1
    assert "--map" in untold.out
    assert run("check", "--feed", "bulletin", SHANGHAI / name, *told).code == 0
    loaded = run("load", "--feed", "bulletin", SHANGHAI / name, *told, "--json")
    assert (loaded.code, loaded.json["receipts"][0]["report"]["accepted"]) == (0, 32)
    before = state()
    assert run("rebuild").code == 0
    assert state() == before


@pytest.mark.parametrize(
    ("body", "code"),
    [("2022-04-06,小计,1,2,3", 1), ("", 1), ("2022-04-06,合计,1,2,3", 0), ("2022-04-06,全市,1,2,3", 0)],
    ids=["subtotal", "nothing", "total", "city"],
)
def test_check_and_load_agree_and_a_refusal_has_a_reason(run, tmp_path: Path, body: str, code: int) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"日期,区,新增确诊,新增无症状,在院治疗\n{body}\n", "utf-8")
    looked, loaded = run("check", "--feed", "bulletin", file), run("load", "--feed", "bulletin", file)
    assert (looked.code, loaded.code) == (code, code)
    assert ("no record to load" in looked.out) == ("no record to load" in loaded.out) == bool(code)


@pytest.mark.parametrize(("at", "code"), [("2022-04-06T14:30", 3), ("2022-04-06T18:10", 0)])
def test_a_moment_after_the_file_came_is_a_doubt(run, transfer, at: str, code: int) -> None:
    file = transfer()
    assert run("check", "--feed", "transfer", file, "--at", at).code == code
    assert run("load", "--feed", "transfer", file, "--at", at).code == code
