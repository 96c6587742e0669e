"""Whatever the intake can say, it can say in both languages."""

import ast
import re
from pathlib import Path

import data_pipeline.intake as package
from data_pipeline.words import LANGUAGES, catalogue
from tests.intake.sheets import look, row, sheet

SOURCES = [ast.parse(f.read_text("utf-8")) for f in Path(package.__file__).parent.rglob("*.py")]
CODE = re.compile(r"[a-z][a-z0-9_]*")


def literals(*, calls: set[str], keywords: set[str], position: int) -> set[str]:
    """Codes written as an argument of these calls, or under these keywords."""
    found: set[str] = set()
    for call in (n for tree in SOURCES for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        told = [k.value for k in call.keywords if k.arg in keywords]
        told += call.args[position : position + 1] if name in calls else []
        found |= {t.value for t in told if isinstance(t, ast.Constant) and isinstance(t.value, str)}
    return {f for f in found if CODE.fullmatch(f)}


def test_every_problem_and_change_has_its_sentence() -> None:
    problems = literals(calls={"Refusal", "Check"}, keywords={"problem"}, position=0)
    problems |= literals(calls={"Problem"}, keywords={"code"}, position=3) - {"unreadable_cell"}
    changes = literals(calls={"Change"}, keywords={"change"}, position=4)
    assert len(problems) > 50
    for lang in LANGUAGES:
        words = catalogue(lang)
        assert {p for p in problems if f"problem.{p}" not in words} <= {"unreadable_cell"}
        assert {c for c in changes if f"change.{c}" not in words} == set()


def test_every_suggestion_belongs_to_a_problem() -> None:
    words = catalogue("zh")
    assert {
        k for k in words if k.startswith("suggestion.") and k.replace("suggestion", "problem", 1) not in words
    } == set()


def test_every_problem_says_what_to_do_next() -> None:
    for lang in LANGUAGES:
        words = catalogue(lang)
        silent = {k for k in words if k.startswith("problem.") and k.replace("problem", "suggestion", 1) not in words}
        assert silent == set(), lang


def test_a_name_that_nothing_known_is_like_is_answered_with_where_the_names_stand() -> None:
    found = look(sheet([row(subdistrict="没有这个镇")]))
    (why,) = [p for p in found.report.problems if p.code == "unknown_area"]
    assert "模板" in why.suggestion("zh")
    assert "template" in why.suggestion("en")
