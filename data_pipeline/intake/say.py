"""From what was found to what is said: Problems and Changes with line, column, value and the facts they need."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from data_pipeline.declare import Feed
from data_pipeline.intake.aside import Aside
from data_pipeline.intake.cells.column import Noted
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.judge import Check, Verdict
from data_pipeline.intake.layout import Layout
from data_pipeline.intake.private import masked, private_kind
from data_pipeline.intake.records import Broken
from data_pipeline.intake.report import Change, Problem, figure
from data_pipeline.intake.sheets.shown import address
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed
from data_pipeline.words import LANGUAGES, listed

LISTED = 20_000  # problems; the others are counted
CHANGES_EACH = 200  # distinct changes of one kind in one column
SHOWN = 120  # characters of a value


def shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def labels(feed: Feed, name: str) -> dict[str, str]:
    """The column's name in both languages, for a sentence."""
    return {"label_zh": feed[name].zh, "label_en": feed[name].en} if name in feed else {}


class Sayer:
    """Knows the file's texts, so that a row index becomes a line and a value."""

    def __init__(self, feed: Feed, texts: Texts, headers: Headers, typed: Typed) -> None:
        self.feed, self.texts, self.headers, self.typed = feed, texts, headers, typed

    def line(self, at: int) -> int:
        return int(self.texts.lines[at])

    def raw(self, at: int, column: str) -> str:
        i = self.headers.position(column)
        return self.texts.column(i)[at].as_py() if i is not None else ""

    def first_filled(self, column: str) -> tuple[int, int]:
        """The first row with a value in this column, and how many have one."""
        known = np.flatnonzero(self.typed.table.column(column).is_valid().to_numpy())
        return (int(known[0]) if len(known) else 0), len(known)

    def problem(self, at: int, check: Check) -> Problem:
        if check.code == "unreadable_cell":
            return self._unread(at, check.column)
        facts: dict[str, Any] = dict(check.facts) | labels(self.feed, check.column)
        value = self.raw(at, check.column)
        if check.columns:
            cells = [(c, self.raw(at, c) or "—") for c in check.columns]
            value = value if len(cells) < 2 else ", ".join(f"{c}={v}" for c, v in cells)
            facts |= {
                f"values_{lang}": listed(lang, (f"{self.feed[c].name_in(lang)} {figure(v)}" for c, v in cells))
                for lang in LANGUAGES
            }
        return Problem(self.line(at), check.column, shown(value), check.code, check.severity, facts)

    def _unread(self, at: int, column: str) -> Problem:
        read = self.typed.reads[column]
        assert read.faults is not None
        note = read.problems[read.faults[at]]
        i = self.headers.position(column)
        cell = {"cell": address(self.line(at) - 1, i)} if i is not None else {}
        return unread(self.line(at), column, note, labels(self.feed, column) | cell)

    def verdict(self, verdict: Verdict, most: int = LISTED) -> Iterator[Problem]:
        for at, which in zip(verdict.at[:most].tolist(), verdict.which[:most].tolist(), strict=True):
            yield self.problem(at, verdict.checks[which])

    def changes(self) -> Iterator[Change]:
        """What was put right, equal ones once; the rest of a long list in one."""
        for name, read in self.typed.reads.items():
            kinds: dict[str, list[Noted]] = {}
            for note in read.changes:
                kinds.setdefault(note.read.change, []).append(note)
            for code, notes in kinds.items():
                yield from self._told(name, code, sorted(notes, key=lambda n: n.first))

    def _told(self, name: str, code: str, notes: Sequence[Noted]) -> Iterator[Change]:
        facts = labels(self.feed, name)
        for note in notes[:CHANGES_EACH]:
            after = kept(self.typed.table.column(name)[note.first].as_py())
            yield Change(self.line(note.first), name, shown(note.text), after, code, note.rows, facts)
        if rest := notes[CHANGES_EACH:]:
            line = self.line(rest[0].first)
            yield Change(line, name, "…", "…", code, sum(n.rows for n in rest), facts)


def unread(line: int, column: str, note: Noted, facts: Mapping[str, Any]) -> Problem:
    """A cell that could not be read; when it holds a person's data, that is what is said, and the value is masked."""
    private = private_kind(note.text) or (note.read.problem if note.read.problem.startswith("private") else "")
    if private:
        return Problem(line, column, masked(note.text), private, "refuse", facts)
    return Problem(line, column, shown(note.text), note.read.problem, "refuse", {**note.read.facts, **facts})


def kept(value: object) -> str:
    """A value as it is kept, for showing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    if hasattr(value, "hour"):
        return text[:16] if text.endswith(":00") else text
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "").lstrip("-").isdigit() else text


def broken_problem(broken: Broken) -> Problem:
    text = " | ".join(broken.raw)
    private = private_kind(text)
    value = masked(text) if private else shown(text)
    return Problem(broken.line, "", value, private or broken.code, "refuse", {"cells": 0, "width": 0, **broken.facts})


def aside_change(aside: Aside) -> Change:
    text = " ".join(c.strip() for c in aside.cells if c.strip())
    return Change(aside.line, "", masked(text) if aside.code == "note_row" else shown(text), "", aside.code)


def layout_changes(layout: Layout) -> Iterator[Change]:
    """What stood above the header; a title may name whoever made the table, so only its length is kept."""
    for line, text in enumerate(layout.preamble, start=1):
        if text.strip():
            yield Change(line, "", masked(text), "", "preamble")
