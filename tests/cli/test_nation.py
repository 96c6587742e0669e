"""How all cities stand, and whether what they published is so: for a person in both languages, and for a machine."""

import shutil
from pathlib import Path

import pytest

from data_pipeline.cli.exits import Exits
from data_pipeline.nation.rollups import Rollups
from tests.cli.conftest import Run
from tests.nation.conftest import ONE, OTHER, home  # noqa: F401
from tests.nation.test_audit import tamper

NAMES = {ONE: ("甲市", "One"), OTHER: ("乙市", "Other"), "350000": ("丙市", "Third")}


@pytest.fixture
def rollups(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rollups:  # noqa: F811
    """A list of three cities, the third of which has published nothing and names no store."""
    own = Path(shutil.copytree(home / "nation", tmp_path / "nation"))
    entries = [f'rollups = "{own}"']
    for code, (zh, en) in NAMES.items():
        entries.append(f'[[city]]\ncode = "{code}"\nzh = "{zh}"\nen = "{en}"')
        if code != "350000":
            entries.append(f'store = "file:{home / code}"\npack = "{home / f"pack-{code}"}"')
    (tmp_path / "cities.toml").write_text("\n".join(entries), "utf-8")
    monkeypatch.setenv("BOARD_CITIES", str(tmp_path / "cities.toml"))
    monkeypatch.setenv("BOARD_PACK", str(home / f"pack-{ONE}"))
    return Rollups(own)


def test_every_city_of_the_list_has_its_row_in_both_languages(run: Run, rollups: Rollups) -> None:
    for i, lang in enumerate(("zh", "en")):
        done = run("nation", "--at", "2022-04-06T16:20", lang=lang)
        assert done.code == Exits.DONE
        assert all(name[i] in done.out for name in NAMES.values())
        assert ("未报", "not reported")[i] in done.out
    (first, *_, last) = run("nation", "--at", "2022-04-06T16:20", "--json").json["cities"]
    assert {first["code"], last["code"]} <= NAMES.keys()
    assert run("nation", "--at", "2022-04-05T16:20").out.startswith("No city")


def test_an_audit_says_what_differs_and_puts_it_right(run: Run, rollups: Rollups) -> None:
    tamper(rollups)
    found = run("nation", "--audit", "--day", "2022-04-06", lang="zh")
    assert found.code == Exits.FOUND
    assert "差异3处" in found.out
    assert all(word in found.out for word in ("甲市", "done", "5.0", "4.0", "整行"))
    again = run("nation", "--again", "--json")
    assert (again.code, [len(day["differences"]) for day in again.json["days"]]) == (Exits.DONE, [3])
    assert run("nation", "--audit").code == Exits.DONE


def test_a_board_that_stands_alone_says_so_and_an_unknown_engine_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOARD_CITIES", raising=False)
    assert run("nation").code == Exits.REFUSED
    assert run("nation", "--with", "magic").code == Exits.USAGE
