"""The words catalogue backwards: a sentence as shown gives back the facts that were put into its template.

A template is fixed texts with facts between them. The fixed texts are looked for in their order, each as early as it
comes, which takes no longer than reading the text does; facts that touch one another are told apart by which of them
are figures.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter

from data_pipeline.words import catalogue

FIGURES = frozenset({
    "due", "done", "left", "open", "need", "rate", "needed", "pace", "best", "more", "p50", "p90", "possibly", "before",
    "after", "amount", "level", "into", "out", "growth", "stays", "now", "count", "all", "n", "days", "d", "h", "m",
    "hours", "minutes", "clear", "of", "reported", "expected", "fewer", "month", "day", "ready", "held", "each",
    "overdue", "rest",
})  # fmt: skip
CLOCKS = frozenset({"time", "finish", "as_of", "deadline", "clock", "cutoff", "since", "p10", "horizon", "fastest",
                    "slowest", "by"})  # fmt: skip
ONE = r"[−+-]?\d[\d,]*(?:\.\d+)?(?:\s?(?:万|亿|[km](?![a-z])))?"
FIGURE = re.compile(rf"{ONE}(?:–{ONE})?")  # or a range of them
TOLD = re.compile(r"(?:[\d−+<-]|次日|in \d).{0,40}|—")  # how a figure or a clock begins
STOP = re.compile(r"。|\. ")
NEVER = re.compile(r"[:：；，]$")
BREAK = re.compile(r"[。；，！？]|[.;,](?=\s|$)|$")  # where a fact that ends a template ends
STARTS = re.compile(r"(?:^|(?<=[。；，！？：\s]))")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Said:
    """One template found in a text: its key, its facts as shown, and where it stood."""

    key: str
    facts: dict[str, str]
    span: tuple[int, int]


@dataclass(frozen=True)
class Template:
    """`first` fixed text, then facts and the fixed text after them, in turn."""

    first: str
    then: tuple[tuple[tuple[str, ...], str], ...]


@cache
def template(lang: str, key: str) -> Template:
    sentence = catalogue(lang)[key]  # a key that is no more is a taker that hears nothing: it raises
    fixed, names, parts = [""], [], []
    for text, name, *_ in Formatter().parse(SPACE.sub(" ", sentence.strip())):
        if text:
            if parts:
                names.append(tuple(parts))
                fixed.append(text)
                parts = []
            else:
                fixed[-1] += text
        if name is not None:
            parts.append(name)
    if parts:
        names.append(tuple(parts))
        fixed.append("")
    return Template(fixed[0], tuple(zip(names, fixed[1:], strict=True)))


def unsay(lang: str, key: str, text: str) -> dict[str, str] | None:
    """The facts of `text` where it is wholly this template; None where it is not."""
    made, text = template(lang, key), SPACE.sub(" ", text.strip())
    if not text.startswith(made.first):
        return None
    found = _from(made, text, len(made.first), whole=True)
    return found[0] if found and found[1] == len(text) else None


def which(lang: str, keys: Iterable[str], text: str) -> Said | None:
    """The first of these templates that the text wholly is."""
    for key in keys:
        facts = unsay(lang, key, text)
        if facts is not None:
            return Said(key, facts, (0, len(text)))
    return None


def heard(lang: str, keys: Iterable[str], text: str) -> Iterator[Said]:
    """Every place in a longer text where one of these templates stands; of two that overlap the longer one."""
    text = SPACE.sub(" ", text)
    taken: list[tuple[int, int]] = []
    for key in sorted(keys, key=lambda k: -len(catalogue(lang)[k])):
        made = template(lang, key)
        for start in _starts(made, text):
            found = _from(made, text, start + len(made.first), whole=False)
            if found and not any(a < found[1] and start < b for a, b in taken):
                taken.append((start, found[1]))
                yield Said(key, found[0], (start, found[1]))


def _starts(made: Template, text: str) -> Iterator[int]:
    if made.first:
        yield from (m.start() for m in re.finditer(re.escape(made.first), text))
    elif all(fixed in text for _, fixed in made.then):
        yield from (m.start() for m in STARTS.finditer(text))


def _from(made: Template, text: str, at: int, *, whole: bool) -> tuple[dict[str, str], int] | None:
    """The facts from `at` on, and where the template ends."""
    facts: dict[str, str] = {}
    for i, (names, fixed) in enumerate(made.then):
        last = i + 1 == len(made.then)
        if fixed:
            end = text.rfind(fixed) if whole and last else text.find(fixed, at + 1)
        else:
            end = len(text) if whole else BREAK.search(text, at + 1).start()  # type: ignore[union-attr]
        inside = text[at:end] if end > at else ""
        if not inside or (not whole and STOP.search(inside)):
            return None
        told = _apart(names, inside)
        if told is None:
            return None
        facts |= told
        at = end + len(fixed)
    return facts, at


def _apart(names: tuple[str, ...], text: str) -> dict[str, str] | None:
    """Facts that stand side by side without a fixed text between them."""
    if len(names) == 1:
        told = text.strip()
        fits = not told or names[0] not in FIGURES | CLOCKS or (TOLD.fullmatch(told) and not NEVER.search(told))
        fits = fits and not (names[0] == "unit" and any(c.isdigit() for c in told))
        return {names[0]: told} if fits else None
    figure = next((i for i, n in enumerate(names) if n in FIGURES), None)
    if figure is None:
        return {names[0]: text.strip(), **dict.fromkeys(names[1:], "")}
    found = FIGURE.search(text)
    if found is None:
        return None
    before, after = names[:figure], names[figure + 1 :]
    facts = {names[figure]: found[0].strip()} | dict.fromkeys((*before, *after), "")
    if before:
        facts[before[0]] = text[: found.start()].strip()
    elif text[: found.start()].strip():
        return None
    rest = text[found.end() :]
    return facts | (_apart(after, rest) or {}) if after else facts


def table(lang: str, name: str) -> tuple[str, ...]:
    """All keys of one table of the catalogue."""
    return tuple(k for k in catalogue(lang) if k.startswith(f"{name}."))
