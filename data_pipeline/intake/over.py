"""What stands over the columns besides their names: titles, headers over groups, a row of units below the header."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data_pipeline.intake.cells.unit import is_unit
from data_pipeline.intake.qualifiers import STATEMENT, Said, group_says, title_says

FILLERS = frozenset(("", "/", "-", "--", "—", "——", "\\", "无", "单位", "计量单位", "计量"))


@dataclass(frozen=True)
class Row:
    line: int  # of the file, where the record begins
    end: int  # the line after it
    cells: list[str]
    spans: Mapping[int, int] = field(default_factory=dict)  # of a sheet: a merged cell's column, and the one after it

    @cached_property
    def _texts(self) -> list[str]:
        return [cell.strip() for cell in self.cells]

    def text(self, i: int) -> str:
        return self._texts[i] if i < len(self._texts) else ""

    def carried(self, width: int) -> list[str]:
        """A header over a group stands in the first column of the group: here over each. In a sheet that merges cells
        the group is the merged cell; elsewhere it goes on to the next text."""
        out, last, until = [], "", 0
        for i in range(width):
            if cell := self.text(i):
                last, until = cell, self.spans.get(i, i + 1) if self.spans else width
            out.append(last if i < until else "")
        return out


def over_columns(above: Sequence[Row], header: Sequence[Row], units: Row | None, width: int) -> list[tuple[Said, ...]]:
    """By column: what rows above the header, its own upper rows and a row of units below say of it."""
    found: list[list[Said]] = [[] for _ in range(width)]
    for row in above:
        for where, said in _of_row(row, width):
            for i in where:
                found[i] += said
    for i in range(width):
        for row, text in _groups(header, i, width):
            found[i] += group_says(text, row.line, "upper")
        if units and (text := units.text(i)) not in FILLERS:
            found[i].append(Said(text, units.line, "units"))
    return [tuple(dict.fromkeys(said)) for said in found]


def group_names(above: Sequence[Row], header: Sequence[Row], width: int) -> dict[int, str]:
    """By column: the header over its group, for telling two columns of one name apart."""
    near = [r for r in above[-1:] if sum(map(bool, r.cells)) > 1]
    names: dict[int, str] = {}
    for i in range(width):
        texts = [text for _, text in _groups(header, i, width)] or [r.carried(width)[i] for r in near]
        if texts and texts[-1]:
            names[i] = texts[-1]
    return names


def _of_row(row: Row, width: int) -> Iterator[tuple[range, list[Said]]]:
    """A title speaks of the whole table, and so does 单位：人 in its corner; any other text of what lies below it."""
    carried = row.carried(width)
    for j in range(width):
        text = row.text(j)
        if text and (j == 0 or STATEMENT.search(text)):
            yield range(width), title_says(text, row.line)
        elif text:
            end = next((i for i in range(j, width) if carried[i] != text), width)
            yield range(j, end), group_says(text, row.line)


def _groups(header: Sequence[Row], i: int, width: int) -> list[tuple[Row, str]]:
    """The texts over a column in the header's upper rows, without the one that names it."""
    own = len(header) - 1
    while own >= 0 and not header[own].text(i):
        own -= 1
    return [(r, text) for r in header[: max(own, 0)] if (text := r.carried(width)[i])]


def units_row(below: Sequence[Row], width: int) -> Row | None:
    """The row of units right under the header, or under a row that numbers the columns."""
    for row in below[:2]:
        texts = [t for i in range(width) if (t := row.text(i)) not in FILLERS]
        if any(c.isdigit() for t in texts for c in t):
            if all(len(t) <= 3 for t in texts):
                continue
            return None
        units = sum(map(is_unit, texts))
        if units and units * 2 >= len(texts) and (units > 1 or width < 8):
            return row
        if texts:
            return None
    return None
