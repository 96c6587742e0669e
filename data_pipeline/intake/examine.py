"""The one way a file is examined: bytes and a pack in; a report, the accepted rows and the refused rows out."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.aside import Aside, set_aside
from data_pipeline.intake.beside import above, apart, elsewhere, refuse_private, shown_name, told_of
from data_pipeline.intake.cells.place import places_of
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.days import check_days
from data_pipeline.intake.district import named_elsewhere
from data_pipeline.intake.headed import carried_along, header_changes, header_doubts, qualified, samples, unknown_of
from data_pipeline.intake.headers import Headers, Matcher
from data_pipeline.intake.judge import judge
from data_pipeline.intake.keys import Twice, find_twice
from data_pipeline.intake.notes import goes_on, is_note, is_prose
from data_pipeline.intake.pivot import told
from data_pipeline.intake.private import masked, private_kind, refuse_private_headers
from data_pipeline.intake.qualifiers import Qualified
from data_pipeline.intake.records import Broken
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.remarks import few_filled, remark_doubts, units_doubt
from data_pipeline.intake.report import Change, Examined, Problem, Report
from data_pipeline.intake.rows import accepted_rows, no_rows, returned_rows
from data_pipeline.intake.say import LISTED, Sayer, aside_change, broken_problem, labels, layout_changes
from data_pipeline.intake.scope import scope_of
from data_pipeline.intake.shaped import ReadFile, looks_shaped, read_file, refuse_without_figures, seems_shaped
from data_pipeline.intake.source import Source
from data_pipeline.intake.suspicions import suspicions
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.totals import check_totals
from data_pipeline.intake.typed import read_cells

WHOLE_ONLY = "whole_only"  # the code of a file that cannot be loaded in part


def examine(pack: Pack, feed: str, name: str, data: bytes, *, sheet: str | None = None,
            mapping: Mapping[str, str] | None = None,
            history: duckdb.DuckDBPyConnection | None = None,
            received_at: datetime | None = None, again: bool = False) -> Examined:  # fmt: skip
    """Never raises on content. `mapping` {header: column}, "" to leave a header out. `history`: a connection that
    holds known.<feed>, to compare with what is known. `received_at`: for doubts about moments that lie after it.
    `again`: it was taken before, and its rows are made once more."""
    declared = pack.feeds[feed]
    report = Report(feed=feed, name=shown_name(name), sha256=hashlib.sha256(data).hexdigest())
    shape = None
    try:
        refuse_private(told_of(name, sheet, mapping), again=again)
        plain, shape = told(declared, mapping)
        read = read_file(pack, declared, data, sheet, plain, shape)
        refuse_private(above(read.source), again=again)
        source, said = qualified(read.source, declared, pack)
        report = replace(_described(report, source, declared), said=carried_along(source.layout.headers, said))
        refuse_private_headers(source.layout.headers)
        if report.missing:
            raise Refusal("missing_columns", line=report.header_line, **_named(declared, report.missing))
        refuse_without_figures(source, declared, pack, report.header_line)
        return _records(pack, declared, replace(read, source=source), report, Beside(history, received_at, said, again))
    except Refusal as why:
        seems = seems_shaped(pack, declared, data, sheet, why.problem) if shape is None else None
        problem = looks_shaped(seems) if seems else why.problem
        report = replace(report, unreadable=problem, refused=report.records, likely=seems)
        return Examined(report, no_rows(declared), pa.table({}))


def _described(report: Report, source: Source, feed: Feed) -> Report:
    headers = source.layout.headers
    absent = [c.name for c in feed.columns if not feed.may_lack(c) and c.name not in headers.columns]
    return replace(
        report,
        encoding=source.encoding,
        delimiter=source.layout.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        header_line=source.layout.header_line,
        mapping=headers.mapping,
        samples=dict(samples(source)),
        unknown=tuple(headers.sent[i] for i in unknown_of(headers, source)),
        missing=tuple(absent),
        records=source.records.count,
    )


def _named(feed: Feed, names: Sequence[str]) -> dict[str, str]:
    return {"columns_zh": "、".join(feed[n].zh for n in names), "columns_en": ", ".join(feed[n].en for n in names)}


class Beside(NamedTuple):
    """What a file is held against; nothing of it changes a row."""

    history: duckdb.DuckDBPyConnection | None
    received_at: datetime | None
    said: Qualified
    again: bool


def _records(pack: Pack, feed: Feed, read: ReadFile, report: Report, beside: Beside) -> Examined:
    source, headers = read.source, read.source.layout.headers
    whole = Texts(source.records.table, source.records.lines.to_numpy(), parts=read.parts)
    texts, aside = set_aside(whole, headers, Matcher(feed), places_of(pack).districts)
    aside += read.aside
    broken, more = _apart(source.records.broken, source.layout.width, int(texts.lines.max(initial=0)))
    aside += more
    refuse_private(apart(aside), again=beside.again)
    typed = read_cells(texts, headers, feed, pack)
    sayer = Sayer(feed, texts, headers, typed)
    verdict = judge(typed, feed)
    private = _private(texts, headers, feed)
    refused = np.zeros(len(texts), bool)
    refused[verdict.refused()] = True
    refused[[at for at, _ in private]] = True
    twice = find_twice(typed.table, feed.key, ~refused)
    refused[twice.clash] = True
    good = ~refused
    good[twice.copies] = False
    doubts = [
        *suspicions(pack, feed, typed, texts, verdict, good, beside.history),
        *check_days(pack, feed, typed, texts, good, beside.received_at),
        *check_totals(feed, headers, aside, texts, typed),
        *_tables_again(aside, source.layout.header_line),
        *named_elsewhere(source, feed, pack, report.name),
    ]
    problems = [
        *(broken_problem(b) for b in broken),
        *(p for _, p in private),
        *sayer.verdict(verdict),
        *_clashes(sayer, feed, twice),
        *doubts,
        *source.problems,
        *header_doubts(headers, unknown_of(headers, source), beside.said, feed, report.header_line, pack),
        *units_doubt(headers, whole, feed, pack, report.header_line),
        *remark_doubts(_no_records(texts, refused, aside, broken), headers, feed, pack),
    ]
    if not any(p.code.startswith("private_") for p in problems):
        refuse_private(elsewhere(source.private), again=beside.again)  # else it is told by line
    problems += _not_in_part(feed, int(good.sum()), int(refused.sum()) + len(broken))
    accepted = accepted_rows(feed, typed, texts, good)
    total = len(problems) + max(0, len(verdict.at) - LISTED) + max(0, len(twice.clash) - LISTED)
    report = replace(
        report,
        accepted=int(good.sum()),
        refused=int(refused.sum()) + len(broken),
        set_aside=len(aside) + len(twice.copies),
        changes=(
            *read.said,
            *_changes(source, sayer, aside, twice),
            *header_changes(headers, beside.said, feed, sayer, report.header_line),
        ),
        problems=tuple(sorted(problems, key=lambda p: (p.line, p.column)))[:LISTED],
        unlisted=max(0, total - LISTED),
        scope=scope_of(feed, accepted),
    )
    if not report.balanced:
        raise AssertionError(f"{report.records} records, {report.accepted} + {report.refused} + {report.set_aside}")
    if not report.accepted and not report.refused:
        nothing = {"records": report.records, "aside": report.set_aside}
        report = replace(report, problems=(Problem(0, "", "", "nothing_to_load", "refuse", nothing), *report.problems))
    return Examined(report, accepted, returned_rows(headers, texts, refused, broken))


def _apart(broken: Sequence[Broken], width: int, last: int) -> tuple[list[Broken], list[Aside]]:
    """Ragged rows that are totals, or notes under the table, are no broken records. `last`: the last record's line."""
    noted, apart, still = False, [], []
    for b in broken:
        below = b.line > last and not any(s.line > last for s in still)
        note = is_note(b.raw) or (below and (is_prose(b.raw, width) or (noted and goes_on(b.raw, width))))
        if b.code == "ragged" and (note or any(is_total(c) for c in b.raw[:4])):
            apart.append(Aside(b.line, "note_row" if note else "total_row", b.raw))
            noted |= note
        else:
            still.append(b)
    return still, apart


def _no_records(texts: Texts, refused: np.ndarray, aside: Sequence[Aside],
                broken: Sequence[Broken]) -> Iterator[tuple[int, Sequence[str]]]:  # fmt: skip
    """The rows that may be remarks, with their lines."""
    yield from ((a.line, a.cells) for a in aside if a.code == "note_row")
    yield from ((b.line, b.raw) for b in broken)
    yield from ((int(texts.lines[at]), texts.row(at)) for at in few_filled(texts, np.flatnonzero(refused)).tolist())


def _not_in_part(feed: Feed, good: int, bad: int) -> Iterable[Problem]:
    """Where each file replaces all that is known, a row left out would be taken back: all of its rows or none."""
    if feed.snapshot and good and bad:
        yield Problem(0, "", "", "whole_only", "refuse", {"rows": bad})


def _tables_again(aside: Sequence[Aside], header_line: int) -> Iterable[Problem]:
    """A header again right below the header is harmless; further down a second file begins."""
    below = header_line
    for a in aside:
        if a.code == "header_again" and a.line > below + 1:
            yield Problem(a.line, "", "", "table_again", "confirm", {})
        elif a.code == "header_again":
            below = a.line


def _private(texts: Texts, headers: Headers, feed: Feed) -> list[tuple[int, Problem]]:
    """Cells with a person's data in columns that any text may stand in: codes, and whatever is not declared."""
    found = []
    for i, name in enumerate(headers.columns):
        if name is not None and feed[name].type != "code":
            continue
        words, _ = texts.distinct(i)
        kinds = {k: kind for k, w in enumerate(words) if (kind := private_kind(w))}
        label = name or headers.sent[i]
        facts = {"label_zh": label, "label_en": label} | labels(feed, name or "")
        found += [
            (int(at), Problem(int(texts.lines[at]), name or "", masked(words[k]), kind, "refuse", facts))
            for k, kind in kinds.items()
            for at in texts.where(i, [k])
        ]
    return found


def _clashes(sayer: Sayer, feed: Feed, twice: Twice) -> Iterable[Problem]:
    for at in twice.clash[:LISTED].tolist():
        key = ", ".join(sayer.raw(at, k) for k in feed.key if sayer.raw(at, k))
        first = sayer.line(twice.first[at])
        yield Problem(sayer.line(at), feed.key[-1], key, "duplicate_key", "refuse", {"first": first})


def _changes(source: Source, sayer: Sayer, aside: Sequence[Aside], twice: Twice) -> Iterable[Change]:
    yield from layout_changes(source.layout)
    yield from source.changes
    yield from (aside_change(a) for a in sorted(aside, key=lambda a: a.line))
    for at in twice.copies[:LISTED].tolist():
        yield Change(sayer.line(at), "", "", "", "duplicate_row")
    yield from sayer.changes()
