"""A figure of a row as it stands in a brief: its text as the board tells it, and what it is made of."""

from collections.abc import Iterable
from typing import NamedTuple

from data_pipeline.brief.model import Figure
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known, share


def value(of: object) -> float | None:
    """None where nothing was reported."""
    return float(of) if known(of) else None  # type: ignore[arg-type]


class Place(NamedTuple):
    """Where, in which language, and beside which figure of the same sentence."""

    area: str
    lang: str
    beside: float | None = None


def counted(line: Line, row: JudgedRow, part: str, at: Place) -> Figure:
    """Of the line whose ledger stands in the row: a count as sentences tell it."""
    return Figure(ledger_of(line, row), part, at.area, count(row[part], at.lang, at.beside), value(row[part]))


def to_the_last(line: Line, row: JudgedRow, part: str, area: str) -> Figure:
    """A count in full, as tables tell it."""
    return Figure(ledger_of(line, row), part, area, exact(row[part]), value(row[part]))


def done_share(line: Line, row: JudgedRow, area: str) -> Figure:
    return Figure(ledger_of(line, row), "rate", area, share(row["rate"]), value(row["rate"]))


def change(line: Line, row: JudgedRow, before: JudgedRow | None, area: str) -> Figure:
    """Of what is open, against an earlier report of the same ledger: +44."""
    alike = before is not None and before["part"] == row["part"]
    if before is None or not alike or not known(before["open"]) or not known(row["open"]):
        return Figure(ledger_of(line, row), "open_change", area, BLANK)
    by = float(row["open"]) - float(before["open"])
    text = f"{'+' if by > 0 else '−' if by < 0 else ''}{exact(abs(by))}"
    return Figure(ledger_of(line, row), "open_change", area, text, by)


def none(line: Line, part: str, area: str, lang: str) -> Figure:
    """Nothing was reported: said so, never 0."""
    return Figure(line.id, part, area, say(lang, "brief.not_reported"))


def standing_in(text: str, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures, each of which must stand in the text; raises BoardError brief_incomplete."""
    found = tuple(figures)
    for figure in found:
        if figure.text not in text:
            raise BoardError("brief_incomplete", what=figure.id)
    return found


def ledger_of(line: Line, row: JudgedRow) -> str:
    """The line whose own ledger stands in the row: of a duty of several groups the one that speaks."""
    return str(row["part"]) if known(row["part"]) and row["part"] else line.id
