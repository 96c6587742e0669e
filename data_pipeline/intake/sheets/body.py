"""The records of a sheet as it shows them: merged keys filled, merged figures taken from all, what is hidden asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from data_pipeline.declare import Feed
from data_pipeline.intake.layout import Layout
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.sheets.shown import Cell, Merge, Shown, address, letters

LISTED = 12  # rows or cells named in one sentence


def hidden_sheets(names: Sequence[str]) -> Iterator[Change]:
    if names:
        yield Change(0, "", "、".join(names)[:120], "", "hidden_sheets")


class Body:
    """`grid`: all cells of the sheet as texts, which `settle` changes. Rows and columns count from 0."""

    def __init__(self, grid: list[list[str]], shown: Shown, layout: Layout, feed: Feed) -> None:
        self.grid, self.shown, self.feed = grid, shown, feed
        self.first = layout.first_line - 1
        self.columns = layout.headers.columns
        self.filled: dict[int, list[tuple[Merge, int]]] = defaultdict(list)  # by column: merges, and rows filled
        self.shared: list[tuple[Merge, str]] = []

    def settle(self) -> None:
        """Fill merged keys into every row and column they span; a merged figure is nobody's. Raises Refusal."""
        area = 0
        merges = [m for m in self.shown.merges if m.top >= self.first and m.top < len(self.grid)]
        lines = range(self.first, len(self.grid)) if merges else ()
        spoken = {r for r in lines if any(c.strip() for c in self.grid[r])}
        for merge in merges:
            rows = range(merge.top, min(merge.bottom, len(self.grid) - 1) + 1)
            columns = [c for c in range(merge.left, min(merge.right, len(self.columns) - 1) + 1) if self.columns[c]]
            area += len(rows) * len(columns)
            if area > sum(map(len, self.grid)):  # cells of a sheet belong to one merge each
                raise Refusal("workbook_broken", reason="mergeCells")
            text = self._cell(merge.top, merge.left)
            if text.strip() and columns:
                self._merge(merge, text, [r for r in rows if r in spoken], columns)

    def _merge(self, merge: Merge, text: str, rows: list[int], columns: list[int]) -> None:
        figures = [c for c in columns if self.feed[self.columns[c] or ""].is_number]
        if figures and columns[0] == figures[0] and merge.left == columns[0]:
            self.shared.append((merge, text))
            self._put(rows, columns, "")
        elif not figures:
            for column in columns:
                self.filled[column].append((merge, len(rows)))
            self._put(rows, columns, text)

    def _put(self, rows: list[int], columns: list[int], text: str) -> None:
        for row in rows:
            line = self.grid[row]
            line += [""] * (max(columns) + 1 - len(line))
            for column in columns:
                line[column] = text

    def _cell(self, row: int, column: int) -> str:
        line = self.grid[row]
        return line[column] if column < len(line) else ""

    def _named(self, column: int) -> dict[str, str]:
        declared = self.feed[self.columns[column] or ""]
        return {"label_zh": declared.zh, "label_en": declared.en}

    def changes(self) -> Iterator[Change]:
        """Once per column."""
        for column, merges in sorted(self.filled.items()):
            first = merges[0][0]
            facts = self._named(column) | {"range": _range(first)}
            text = self._cell(first.top, column)
            rows = sum(n for _, n in merges)
            yield Change(first.top + 1, self.columns[column] or "", text, text, "merged_filled", rows, facts)
        for column, cells in self._by_column(self.shown.stored).items():
            at = cells[0]
            facts = self._named(column) | {"cell": address(*at)}
            yield Change(
                at[0] + 1,
                self.columns[column] or "",
                self.shown.stored[at],
                self._cell(*at),
                "as_shown",
                len(cells),
                facts,
            )

    def _by_column(self, cells: Iterable[Cell]) -> dict[int, list[Cell]]:
        """The cells of records that lie in columns of the feed, by column."""
        found: dict[int, list[Cell]] = defaultdict(list)
        for row, column in sorted(cells):
            if row >= self.first and column < len(self.columns) and self.columns[column]:
                found[column].append((row, column))
        return dict(sorted(found.items()))

    def problems(self) -> Iterator[Problem]:
        yield from self._hidden_rows()
        hidden = [c for c in sorted(self.shown.hidden_columns) if c < len(self.columns) and self.columns[c]]
        if hidden:
            named = [(letters(c), self.feed[self.columns[c] or ""]) for c in hidden]
            facts = {
                "names": ",".join(n.name for _, n in named),
                "columns_zh": "、".join(f"{at}列“{n.zh}”" for at, n in named),
                "columns_en": ", ".join(f'{at} "{n.en}"' for at, n in named),
            }
            yield Problem(self.first, "", "", "hidden_columns", "confirm", facts)
        for merge, text in self.shared:
            facts = self._named(merge.left) | {"range": _range(merge)}
            column = self.columns[merge.left] or ""
            yield Problem(merge.top + 1, column, text, "merged_figure", "confirm", facts)
        yield from self._odd()

    def _hidden_rows(self) -> Iterator[Problem]:
        rows = sorted(self.shown.hidden_rows)
        filled = [r for r in rows if self.first <= r < len(self.grid) and any(c.strip() for c in self.grid[r])]
        if filled:
            named = [str(r + 1) for r in filled[:LISTED]] + ["…"] * (len(filled) > LISTED)
            facts = {"rows": len(filled), "lines_zh": "、".join(named), "lines_en": ", ".join(named)}
            yield Problem(filled[0] + 1, "", "", "hidden_rows", "confirm", facts)

    def _odd(self) -> Iterator[Problem]:
        for column, cells in self._by_column(self.shown.odd).items():
            if not self.feed[self.columns[column] or ""].is_number:
                continue
            at = cells[0]
            shows = self.shown.odd[at]
            facts = self._named(column) | {"cell": address(*at), "rows": len(cells), "shows": shows}
            line, name = at[0] + 1, self.columns[column] or ""
            if shows is None:
                yield Problem(line, name, self._cell(*at), "format_unknown", "confirm", facts)
            else:
                yield Problem(line, name, self._cell(*at), "format_odd", "confirm", facts)


def _range(merge: Merge) -> str:
    return f"{address(merge.top, merge.left)}:{address(merge.bottom, merge.right)}"
