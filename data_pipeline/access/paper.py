"""docs/access.md: every door of the server × who may pass it, from the table that the server itself asks."""

from data_pipeline.access.doors import DOORS, READINGS, RULES, Door, passes
from data_pipeline.access.permission import Person
from data_pipeline.access.visitor import STRANGER, Visitor
from data_pipeline.store.log.state import Screen
from data_pipeline.words import LANGUAGES, say

OWN = frozenset({"-"})  # some district
ASKERS: dict[str, Visitor] = {
    "stranger": STRANGER,
    "viewer": Visitor(Person("-", "viewer", OWN, OWN), known=True),
    "district": Visitor(Person("-", "analyst", None, OWN), known=True),
    "analyst": Visitor(Person("-", "analyst"), known=True),
    "approver": Visitor(Person("-", "approver"), known=True),
    "admin": Visitor(Person("-", "admin"), known=True),
    "screen": Visitor(screen=Screen(1, "-", "/wall", "", "-", 0.0)),
    "token": Visitor(Person("-", "analyst"), known=True, by_token=True),
}
FIGURES = frozenset({"page", "wall", "line", "figures", "latest"})  # behind these, rows are chosen by sight


def access_md() -> str:
    heads = " | ".join(_both(f"who_{name}") for name in ("door", "for", *ASKERS))
    rows = [f"| {heads} |", f"|{' --- |' * (2 + len(ASKERS))}"]
    rows += [
        f"| `{d.path}`{_methods(d)} | {_both(f'rule_{d.rule}')} | {' | '.join(_cell(d, n) for n in ASKERS)} |"
        for d in DOORS
    ]
    head = [f"# {say('zh', 'access.title')} · {say('en', 'access.title')}", _both("lead"), "\n".join(rows)]
    return "\n\n".join([*head, *(_both(f"note_{n}") for n in NOTES)]) + "\n"


NOTES = ("marks", "beside", "identity", "sign_in", "screens", "district", "classification")


def _cell(door: Door, name: str) -> str:
    """✓ in every reading, ○ only where it is open, ◐ as ✓, by district their own only, – never."""
    visitor = ASKERS[name]
    held = [passes(visitor, door.rule, under, signs_in=True) for under in READINGS]
    if not held[0]:
        return "†" if RULES[door.rule].beside and name == "stranger" else "–"
    if not held[-1]:
        return "○"
    return "◐" if door.rule in FIGURES and visitor.person.districts == OWN else "✓"


def _methods(door: Door) -> str:
    return f" {', '.join(door.methods)}" if door.methods else ""


def _both(name: str) -> str:
    return "<br>".join(say(lang, f"access.{name}") for lang in LANGUAGES)
