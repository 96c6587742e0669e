"""A file of another shape as rows of the feed: the same lines and figures, each with the place it came from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.aside import Aside, set_aside
from data_pipeline.intake.cells.place import places_of
from data_pipeline.intake.headers import Headers, Matcher, header_says
from data_pipeline.intake.lines import LINES
from data_pipeline.intake.pivot import Named, Shape, kind_of_cell, spread_over
from data_pipeline.intake.qualifiers import Said
from data_pipeline.intake.records import Broken, Records
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.remarks import remarks
from data_pipeline.intake.report import Change
from data_pipeline.intake.said import agreed, over_turned, unit_column
from data_pipeline.intake.say import labels
from data_pipeline.intake.source import Source
from data_pipeline.intake.texts import Texts
from data_pipeline.words import LANGUAGES, listed

Origin = dict[str, tuple[int, str]]  # column -> the line it came from, and under which header


@dataclass(frozen=True)
class Turned:
    """`source`: as if the file had been sent so. `parts`: which part of its line a row is; `origins`: of its cells."""

    source: Source
    parts: np.ndarray
    origins: tuple[Origin, ...]
    aside: tuple[Aside, ...]
    said: tuple[Change, ...]


def turned(source: Source, shape: Shape, matcher: Matcher, pack: Pack) -> Turned | None:
    """None where the file has nothing of that shape. Raises Refusal `too_long_to_turn`."""
    headers = source.layout.headers
    whole = Texts(source.records.table, source.records.lines.to_numpy())
    if shape.is_long and shape.kind in headers.sent and shape.count in headers.sent:
        turn = _Long(headers, shape, matcher, source.layout.header_line, unit_column(headers, whole))
    elif named := spread_over(headers.sent, shape, matcher.feed, pack):
        turn = _Wide(headers, named, matcher, source.layout.header_line)
    else:
        return None
    if whole.lines.max(initial=0) >= LINES:
        raise Refusal("too_long_to_turn", limit=LINES)
    texts, aside = set_aside(whole, headers, matcher, places_of(pack).districts)
    for at in range(len(texts)):
        turn.add(int(texts.lines[at]), texts.row(at))
    records, parts, origins = turn.records([*source.records.broken])
    said = {i: s for i, c in enumerate(turn.headers.columns) if (s := turn.says(c or "", pack))}
    made_headers = replace(turn.headers, said={**turn.headers.said, **said})
    count = records.count + len(aside) + len(turn.twice)
    layout = replace(source.layout, headers=made_headers, width=len(made_headers.sent))
    made = replace(source, layout=layout, records=replace(records, count=count))
    return Turned(made, parts, origins, (*aside, *turn.twice), (turn.said(source.layout.header_line, len(origins)),))


class _Turn:
    """Rows being made. `kept`: positions of the file's columns that stay; `figures`: those that its cells become."""

    def __init__(self, headers: Headers, matcher: Matcher, gone: set[int], more: Sequence[str]) -> None:
        self.matcher, self.sent = matcher, headers.sent
        self.kept = [i for i in range(len(headers.sent)) if i not in gone]
        self.more = list(more)
        names = [*(headers.columns[i] for i in self.kept), *self.more]
        shown = [*(headers.sent[i] for i in self.kept), *(matcher.feed[c].zh for c in self.more)]
        at = {i: k for k, i in enumerate(self.kept)}
        self.headers = Headers(
            tuple(shown),
            tuple(names),
            tuple(at[i] for i in headers.unknown if i in at),
            tuple(at[i] for i in headers.ignored if i in at),
            tuple(shown),
            said={at[i]: s for i, s in headers.said.items() if i in at},
        )
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self.parts: list[int] = []
        self.origins: list[Origin] = []
        self.broken: list[Broken] = []
        self.twice: list[Aside] = []
        self.statements: defaultdict[str, dict[tuple[Said, ...], None]] = defaultdict(dict)

    def says(self, column: str, pack: Pack) -> tuple[Said, ...]:
        """What is said of a column made here besides the figure's name: a unit, 累计. Raises Refusal `units_differ`."""
        return agreed(column, self.statements[column], self.matcher.feed, pack) if column in self.statements else ()

    def _own(self, line: int) -> Origin:
        return {c: (line, self.sent[i]) for i, c in zip(self.kept, self.headers.columns, strict=False) if c}

    def records(self, broken: list[Broken]) -> tuple[Records, np.ndarray, tuple[Origin, ...]]:
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * len(self.headers.sent)
        table = pa.table({f"c{i}": pa.array(c, pa.string()) for i, c in enumerate(columns)})
        broken = sorted([*broken, *self.broken], key=lambda b: b.line)
        made = Records(table, pa.array(self.lines, pa.int64()), tuple(broken), len(self.rows) + len(broken))
        return made, np.array(self.parts, np.int64), tuple(self.origins)


class _Wide(_Turn):
    def __init__(self, headers: Headers, named: Sequence[Named], matcher: Matcher, line: int) -> None:
        self.groups: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for n in named:
            figures = self.groups[n.column, n.value]
            if n.figure in figures:
                raise _twice(matcher.feed, n.figure, n.header)
            figures[n.figure] = headers.sent.index(n.header)
        gone = {headers.sent.index(n.header) for n in named}
        self.columns = list(dict.fromkeys(n.column for n in named))
        self.figures = list(dict.fromkeys(n.figure for n in named))
        self.named, self.blank = named, 0
        for i, column in enumerate(headers.columns):
            if i not in gone and column in (*self.columns, *self.figures):
                raise _twice(matcher.feed, column or "", headers.sent[i])
        super().__init__(headers, matcher, gone, [*self.columns, *self.figures])
        for n in named:
            self.statements[n.figure][over_turned(headers, n.header, line)] = None

    def add(self, line: int, cells: list[str]) -> None:
        if remarks(cells, line) and not any(cells[i].strip() for g in self.groups.values() for i in g.values()):
            self.twice.append(Aside(line, "note_row", tuple(cells)))
            return
        for part, ((column, value), places) in enumerate(self.groups.items()):
            figures = [cells[places[f]] if f in places else "" for f in self.figures]
            if not any(f.strip() for f in figures):
                self.blank += 1
                continue
            said = [value if c == column else "" for c in self.columns]
            self.rows.append([*(cells[i] for i in self.kept), *said, *figures])
            self.lines.append(line)
            self.parts.append(part)
            where = {f: (line, self.sent[i]) for f, i in places.items()}
            header = self.sent[next(iter(places.values()))]
            self.origins.append(self._own(line) | {column: (line, header)} | where)

    def said(self, line: int, rows: int) -> Change:
        facts: dict[str, object] = {"columns": len(self.named), "made": rows, "blank": self.blank}
        facts |= labels(self.matcher.feed, self.columns[0]) | _figures(self.matcher, self.figures)
        first, last = self.named[0].header, self.named[-1].header
        return Change(line, self.columns[0], f"{first} … {last}", "", "turned_wide", facts=facts)


def _twice(feed: Feed, column: str, header: str) -> Refusal:
    return Refusal("figure_twice", value=header, label_zh=feed[column].zh, label_en=feed[column].en)


class _Long(_Turn):
    def __init__(self, headers: Headers, shape: Shape, matcher: Matcher, line: int, unit: int | None) -> None:
        """`line`: of the header. `unit`: the position of the column that names each row's unit."""
        self.shape = shape
        self.kind, self.count = headers.sent.index(shape.kind), headers.sent.index(shape.count)
        taken = {c for c in headers.columns if c}
        figures = [c.name for c in matcher.feed.columns if c.is_number and c.name not in taken]
        self.groups: dict[tuple[str, ...], int] = {}
        self.used: set[str] = set()
        self.heard: set[tuple[str, ...]] = set()
        self.lines_read = 0
        self.unit, self.over = unit, over_turned(headers, shape.count, line)
        gone = {self.kind, self.count} if unit is None else {self.kind, self.count, unit}
        super().__init__(headers, matcher, gone, figures)
        self.at = {name: i for i, name in enumerate(figures, start=len(self.kept))}

    def add(self, line: int, cells: list[str]) -> None:
        self.lines_read += 1
        column = kind_of_cell(cells[self.kind], self.shape, self.matcher)
        own = [cells[i] for i in self.kept]
        if column == "":
            self.twice.append(Aside(line, "kind_left_out", tuple(cells)))
            return
        if column is None or column not in self.at:
            self._refuse(line, "unknown_kind", own, cells)
            return
        group = tuple(c.strip() for c in own)
        if group not in self.groups:
            self.groups[group] = len(self.rows)
            self.rows.append([*own, *[""] * len(self.more)])
            self.lines.append(line)
            self.parts.append(0)
            self.origins.append(self._own(line))
        row, place = self.groups[group], self.at[column]
        if column not in self.origins[row]:
            self.rows[row][place] = cells[self.count]
            self.origins[row][column] = (line, self.sent[self.count])
            self.used.add(column)
            self._tell(column, line, cells)
        elif self.rows[row][place].strip() == cells[self.count].strip():
            self.twice.append(Aside(line, "duplicate_row", tuple(cells)))
        else:
            self._refuse(line, "kind_twice", own, cells, first=self.origins[row][column][0])

    def _tell(self, column: str, line: int, cells: list[str]) -> None:
        """What a row says of its figure: in brackets behind its kind, or as its unit."""
        spoken = cells[self.kind], cells[self.unit].strip() if self.unit is not None else ""
        if (column, *spoken) not in self.heard:
            self.heard.add((column, *spoken))
            unit = [Said(spoken[1], line, "units")] if spoken[1] else []
            self.statements[column][(*header_says(spoken[0], line), *unit, *self.over)] = None

    def _refuse(self, line: int, code: str, own: list[str], cells: list[str], **facts: object) -> None:
        facts_of = {"kind": cells[self.kind], "count": cells[self.count], **facts}
        self.broken.append(Broken(line, code, (*own, *[""] * len(self.more)), facts_of))

    def records(self, broken: list[Broken]) -> tuple[Records, np.ndarray, tuple[Origin, ...]]:
        """Columns that no row names are no columns of this file."""
        gone = [c for c in self.more if c not in self.used]
        keep = [k for k, c in enumerate(self.headers.columns) if c not in gone]
        old = self.headers
        self.headers = replace(old, sent=tuple(old.sent[k] for k in keep), columns=tuple(old.columns[k] for k in keep))
        self.rows = [[r[k] for k in keep] for r in self.rows]
        self.broken = [replace(b, raw=tuple(b.raw[k] for k in keep)) for b in self.broken]
        return super().records(broken)

    def said(self, line: int, rows: int) -> Change:
        facts: dict[str, object] = {"lines": self.lines_read, "made": rows, "kind": self.shape.kind}
        facts |= {"count": self.shape.count} | _figures(self.matcher, sorted(self.used))
        return Change(line, "", f"{self.shape.kind} {self.shape.count}", "", "turned_long", facts=facts)


def _figures(matcher: Matcher, names: Sequence[str]) -> dict[str, str]:
    return {f"figures_{lang}": listed(lang, (matcher.feed[n].name_in(lang) for n in names)) for lang in LANGUAGES}
