"""Labels, yes/no, and short codes."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from data_pipeline.declare import Column
from data_pipeline.declare.tables import Term
from data_pipeline.intake.cells.code import spelled
from data_pipeline.intake.cells.read import DANGEROUS, INVISIBLE, Read, not_reported, tidy

YES = frozenset(("1", "是", "有", "已", "已明确", "true", "t", "yes", "y", "√", "✓", "✔", "☑"))
NO = frozenset(("0", "否", "无", "未", "未明确", "没有", "false", "f", "no", "n", "×", "✗", "✘", "x"))
FORMULA = re.compile(r"[=@]|[+-](?!\d)")
MARKUP = re.compile(r"[<>]")


def label_reader(terms: Iterable[Term]) -> Callable[[str], Read]:
    """Reads to a code of the vocabulary, by code, label or alias."""
    terms = tuple(terms)
    codes = {t.code for t in terms}
    known = _spellings(terms)

    def read(text: str) -> Read:
        if text in codes:
            return Read(text)
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if code := known.get(_key(plain)):
            return Read(code, "label" if plain != code else change)
        if not_reported(plain):
            return Read(None, "not_reported")
        return Read(problem="unknown_label", facts=_near(plain, terms))

    return read


def knows_label(terms: Iterable[Term]) -> Callable[[str], bool]:
    """Is a text one of them? Quicker than to say what an unknown one may be."""
    known = _spellings(tuple(terms))
    return lambda text: bool(tidy(text)[0]) and _key(text) in known


def _spellings(terms: tuple[Term, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for spelling, code in (
        *((t.code, t.code) for t in terms),
        *((t.zh, t.code) for t in terms),
        *((t.en, t.code) for t in terms),
        *((a, t.code) for t in terms for a in t.aliases),
    ):
        known.setdefault(_key(spelling), code)
    return known


def _key(text: str) -> str:
    return re.sub(r"\s", "", tidy(text)[0].casefold())


def _near(plain: str, terms: tuple[Term, ...]) -> dict[str, str]:
    """The declared label most like it, for a suggestion."""
    spelled = {s: t for t in terms for s in (t.code, t.zh, t.en, *t.aliases) if s}
    close = get_close_matches(plain[:60], spelled, n=1, cutoff=0.5)
    shown = [spelled[close[0]]] if close else list(terms[:8])
    return {"near_zh": "、".join(t.zh for t in shown), "near_en": ", ".join(t.code for t in shown)}


def flag_reader() -> Callable[[str], Read]:
    def read(text: str) -> Read:
        if text in ("0", "1"):
            return Read(text == "1")
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        low = plain.casefold()
        if low in YES or low in NO:
            return Read(low in YES, "flag")
        return Read(None, "not_reported") if not_reported(plain) else Read(problem="not_a_flag")

    return read


def code_reader(column: Column, meant: Mapping[str, str] | None = None) -> Callable[[str], Read]:
    """Reads to a short text: a code or the name of a place. Never free text. `meant`: for a column that names things,
    which code another one of this file stands for."""

    def read(text: str) -> Read:
        plain = text.translate(INVISIBLE).strip()
        if meant is not None and not FORMULA.match(plain):
            return _identity(text, meant, checked)
        return checked(text)

    def checked(text: str) -> Read:
        plain = text.translate(INVISIBLE).strip()
        if not plain:
            return Read(None, "trimmed" if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        if DANGEROUS.search(plain):
            return Read(problem="control_character")
        if FORMULA.match(plain):
            return Read(problem="formula")
        if MARKUP.search(plain):
            return Read(problem="markup")
        if len(plain) > column.max_length:
            return Read(problem="too_long", facts={"most": column.max_length})
        return Read(plain, "" if plain == text else "trimmed")

    return read


def _identity(text: str, meant: Mapping[str, str], checked: Callable[[str], Read]) -> Read:
    """The one spelling of a code; a character that could act is refused as in any other."""
    plain, change = spelled(text)
    found = checked(plain) if plain else checked(text)
    if found.problem or found.value is None:
        return found
    code = meant.get(plain)
    return Read(code, "look_alike") if code else Read(found.value, change)
