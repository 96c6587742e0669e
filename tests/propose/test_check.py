"""`pack check` says all that is wrong at once: file, line, key, reason and what to do, in both languages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import load_pack
from data_pipeline.declare.local import LocalTarget
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.check import faults_of
from data_pipeline.propose.local import local_faults
from data_pipeline.propose.made import made_of
from data_pipeline.words import LANGUAGES
from tests.propose.meaning import meaning
from tests.propose.mutated import broken
from tests.support import samples

SHEET = b"""date,ward,time,due,done,oldest wait
2025-03-01,A,08:00,10,4,2
2025-03-01,A,10:00,10,5,1
2025-03-01,B,08:00,7,6,3
"""
PACK = made_of("x", [("wards.csv", SHEET)], Answers()).written.files
MUTANTS = 300
MADE = 12  # of these also make their tables


def written(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_nothing_is_wrong_with_a_pack_that_was_just_made(tmp_path: Path) -> None:
    assert faults_of(written(dict(PACK), tmp_path)) == []


def test_a_broken_pack_is_never_a_traceback(tmp_path: Path) -> None:
    """Each of 300: a sentence in each language with the file, or a pack that still means the same."""
    found, same = 0, meaning(load_pack(written(dict(PACK), tmp_path / "whole")))
    for number in range(MUTANTS):
        folder = tmp_path / str(number)
        _, files = broken(PACK, number)
        faults = faults_of(written(files, folder), made=number < MADE)
        for fault in faults:
            assert all(fault.sentence(lang).startswith(fault.file) for lang in LANGUAGES)
        if not faults and meaning(load_pack(folder)) != same:
            faults = faults_of(folder)  # what its tables alone can show
            assert faults, f"{number}: read otherwise than it was written, and nothing is said"
        found += bool(faults)
    assert found > 0.7 * MUTANTS


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    files = dict(PACK)
    files["operation.toml"] = files["operation.toml"].replace("Asia/Shanghai", "Asia/Nowhere")
    files["lines.toml"] = files["lines.toml"].replace('tier = "headline"', 'tier = "main"')
    files["areas.csv"] = files["areas.csv"].replace("district", "province", 1)
    files["feeds/wards.toml"] = files["feeds/wards.toml"].replace("zh =", "chinese =", 1)
    faults = faults_of(written(files, tmp_path))
    assert {f.file for f in faults} == {"operation.toml", "lines.toml", "areas.csv", "feeds/wards.toml"}
    assert {f.kind for f in faults} >= {"no_zone", "literal_error", "missing", "extra_forbidden"}


def test_the_line_named_is_where_the_fault_stands(tmp_path: Path) -> None:
    files = dict(PACK)
    files["lines.toml"] = files["lines.toml"].replace('tier = "headline"', 'tier = "main"')
    (fault,) = faults_of(written(files, tmp_path))
    line = files["lines.toml"].splitlines()[fault.line - 1]
    assert 'tier = "main"' in line
    assert re.search(r"lines\.toml第\d+行", fault.sentence("zh"))
    assert "headline" in fault.sentence("en")


BEYOND = [
    ("operation.toml", 'city_code = "ALL"', 'city_code = "NONE"', "no_whole"),
    ("operation.toml", "slots = [8, 10]", "slots = [10, 8]", "bad_slots"),
    ("operation.toml", "meetings = []", 'meetings = ["9am"]', "bad_time"),
    ("lines.toml", "24:00", "tonight", "bad_time"),
    ("lines.toml", 'new_due = "due"', 'new_due = "owed"', "sql"),
    ("lines.toml", 'feed = "wards"', 'feed = "words"', "refers"),
    ("targets.csv", "M01", "M99", "no_metric"),
    ("targets.csv", "M02,", "M01,", "declared_twice"),
    (
        "lines.toml",
        "\n]",
        '\n  { id = "done", zh = "x", en = "x", feed = "wards", sql = "done", unit = "item" },\n]',
        "declared_twice",
    ),
    ("lines.toml", "line = [", "ine = [", "extra_forbidden"),
    ("vocab.csv", "unit,dose", "unt,dose", "no_reader"),
    ("lines.toml", 'cuts = { done = "" }', 'cuts = { done = "", gone = "" }', "no_reader"),
    ("operation.toml", 'areas_en = "communities"', "", "missing"),
    ("areas.csv", "A02", "A01", "area_twice"),
    ("operation.toml", "slots = [8, 10]", "", "missing"),
    ("operation.toml", "day_shown_from = 8", "day_shown_from = true", "int_type"),
    ("targets.csv", "approver", "approver.", "literal_error"),
    ("feeds/wards.toml", 'as_of_column = "as_of"', "as_of_column = []", "string_type"),
    ("feeds/wards.toml", 'id = "within_done"', 'id = "甲"', "string_pattern_mismatch"),
    ("boundaries.geojson", '"A02"', '"A09"', "refers"),
    ("boundaries.geojson", '"coordinates"', '"corners"', "bad_outlines"),
]


@pytest.mark.parametrize(("file", "old", "new", "kind"), BEYOND)
def test_what_an_operation_cannot_be_run_with_is_said(tmp_path: Path, file: str, old: str, new: str, kind: str) -> None:
    assert old in PACK[file]
    faults = faults_of(written({**PACK, file: PACK[file].replace(old, new)}, tmp_path))
    assert kind in {f.kind for f in faults}
    assert {f.file for f in faults} <= {file, "boundaries.geojson", "lines.toml"}


def test_a_fault_of_a_kind_without_words_is_told_all_the_same(tmp_path: Path) -> None:
    assert [f.kind for f in faults_of(tmp_path / "none")] == ["no_folder"]
    with pytest.raises(DeclarationError):
        load_pack(tmp_path)


def test_a_rule_of_the_whole_operation_cannot_differ_by_place() -> None:
    pack = samples.pack()
    row = LocalTarget(metric=pack.operation.notice_target, area="310115", valid_from=samples.DAY, target=18)
    assert [f.kind for f in local_faults(replace(pack, local=(row,)))] == ["rule_of_all"]


LOCAL = "metric,item,area,zone,valid_from,valid_to,target,amber,red\n"
OWN = [
    ("M01,,A02,,2025-03-01,2025-03-02,90,,", None),
    ("M01,,,SHUT,2025-03-01,,90,,", None),
    ("M01,,A02,SHUT,2025-03-01,,90,,", "area_or_zone"),
    ("M01,,,,2025-03-01,,90,,", "area_or_zone"),
    ("M01,,A02,,2025-03-02,2025-03-01,90,,", "ends_before"),
    ("M99,,A02,,2025-03-01,,90,,", "no_target"),
    ("M01,,A09,,2025-03-01,,90,,", "refers"),
    ("M01,,,NONE,2025-03-01,,90,,", "refers"),
    ("M01,,,OPEN,2025-03-01,,90,,", "empty_zone"),
    ("M02,,A02,,2025-03-01,,,12,6", "edges_turned"),
    ("M01,,A02,,2025-03-01,,90,,\nM01,,A02,,2025-03-01,,80,,", "declared_twice"),
]


@pytest.mark.parametrize(("row", "kind"), OWN)
def test_a_target_of_a_place_that_cannot_hold_is_said(tmp_path: Path, row: str, kind: str | None) -> None:
    vocab = PACK["vocab.csv"].rstrip("\n") + "\nzone,SHUT,封控区,lockdown zone\nzone,OPEN,防范区,precaution zone\n"
    zones = "area,zone,valid_from\nA02,SHUT,2025-03-01\n"
    own = {"targets_local.csv": LOCAL + row + "\n", "zones.csv": zones, "vocab.csv": vocab}
    faults = faults_of(written({**PACK, **own}, tmp_path), made=False)
    assert [f.kind for f in faults] == ([kind] if kind else [])
    for f in faults:
        assert f.file == "targets_local.csv"
        assert f.sentence("en") != f.sentence("zh")
        assert "{" not in f.sentence("en") + f.sentence("zh")
