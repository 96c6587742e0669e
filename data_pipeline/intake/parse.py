"""A file parsed, by what stands in it alone: bytes and a pack in; typed rows, and all that can be said of them without
knowing anything else, out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.above import dated
from data_pipeline.intake.aside import Aside, set_aside
from data_pipeline.intake.beside import above, apart, elsewhere, refuse_private, shown_name, told_of
from data_pipeline.intake.cells.place import places_of
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.compare import balanced
from data_pipeline.intake.days import date_orders
from data_pipeline.intake.delivery import Delivery
from data_pipeline.intake.district import named_elsewhere
from data_pipeline.intake.headed import carried_along, header_changes, header_doubts, qualified, samples, unknown_of
from data_pipeline.intake.headers import Headers, Matcher
from data_pipeline.intake.judge import judge
from data_pipeline.intake.keys import Twice, find_twice
from data_pipeline.intake.notes import goes_on, is_note, is_prose
from data_pipeline.intake.parsed import Parsed, identity
from data_pipeline.intake.pivot import shape_of
from data_pipeline.intake.private import masked, private_kind, refuse_private_headers
from data_pipeline.intake.qualifiers import Qualified
from data_pipeline.intake.records import Broken
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.remarks import few_filled, remark_doubts, units_doubt
from data_pipeline.intake.report import Change, Problem, Report
from data_pipeline.intake.rows import accepted_rows, no_rows, returned_rows
from data_pipeline.intake.say import LISTED, Sayer, aside_change, broken_problem, labels, layout_changes
from data_pipeline.intake.scope import scope_of
from data_pipeline.intake.shaped import ReadFile, looks_shaped, read_file, refuse_without_figures, seems_shaped
from data_pipeline.intake.source import Source
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.totals import check_totals
from data_pipeline.intake.typed import read_cells

WHOLE_ONLY = "whole_only"  # the code of a file that cannot be loaded in part


def parse(pack: Pack, d: Delivery, *, again: bool = False) -> Parsed:
    """Never raises on content. `again`: it was taken before, and its rows are made once more."""
    declared = pack.feeds[d.feed]
    report = Report(feed=d.feed, name=shown_name(d.name), sha256=d.sha256)
    of, shape = identity(pack, d), None
    try:
        refuse_private(told_of(d.name, d.sheet, d.mapping), again=again)
        asked = shape_of(declared, d.mapping)
        shape = asked.shape
        read = read_file(pack, declared, d.data, d.sheet, asked)
        refuse_private(above(read.source), again=again)
        source, above_it = dated(read.source, declared, d.name)
        read = replace(read, said=(*read.said, *above_it))
        source, said = qualified(source, declared, pack)
        report = replace(_described(report, source, declared), said=carried_along(source.layout.headers, said))
        refuse_private_headers(source.layout.headers)
        if report.missing:
            raise Refusal("missing_columns", line=report.header_line, **_named(declared, report.missing))
        refuse_without_figures(source, declared, pack, report.header_line)
        empty = Parsed(of, report, no_rows(declared), pa.table({}))
        return _records(pack, replace(read, source=source), said, empty, again=again)
    except Refusal as why:
        seems = seems_shaped(pack, declared, d.data, d.sheet, why.problem) if shape is None else None
        problem = looks_shaped(seems) if seems else why.problem
        report = replace(report, unreadable=problem, refused=report.records, likely=seems)
        return Parsed(of, report, no_rows(declared), pa.table({}))


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


def _records(pack: Pack, read: ReadFile, said: Qualified, empty: Parsed, *, again: bool) -> Parsed:
    feed, report = pack.feeds[empty.report.feed], empty.report
    source, headers = read.source, read.source.layout.headers
    whole = Texts(source.records.table, source.records.lines.to_numpy(), parts=read.parts)
    texts, aside = set_aside(whole, headers, Matcher(feed), places_of(pack).districts)
    aside += read.aside
    broken, more = _apart(source.records.broken, source.layout.width, int(texts.lines.max(initial=0)))
    aside += more
    refuse_private(apart(aside), again=again)
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
    before = (
        *(broken_problem(b) for b in broken),
        *(p for _, p in private),
        *sayer.verdict(verdict),
        *_clashes(sayer, feed, twice),
    )
    after = [
        *check_totals(feed, headers, aside, texts, typed),
        *_tables_again(aside, source.layout.header_line),
        *named_elsewhere(source, feed, pack, report.name),
        *source.problems,
        *header_doubts(source, said, feed, pack),
        *units_doubt(headers, whole, feed, pack, report.header_line),
        *remark_doubts(_no_records(texts, refused, aside, broken), headers, feed, pack),
    ]
    if not any(p.code.startswith("private_") for p in (*before, *after)):
        refuse_private(elsewhere(source.private), again=again)  # else it is told by line
    after += _not_in_part(feed, int(good.sum()), int(refused.sum()) + len(broken))
    accepted = accepted_rows(feed, typed, texts, good)
    report = replace(
        report,
        accepted=int(good.sum()),
        refused=int(refused.sum()) + len(broken),
        set_aside=len(aside) + len(twice.copies),
        changes=(
            *read.said,
            *_changes(source, sayer, aside, twice),
            *header_changes(headers, said, feed, sayer, report.header_line),
        ),
        scope=scope_of(feed, accepted),
    )
    if not report.balanced:
        raise AssertionError(f"{report.records} records, {report.accepted} + {report.refused} + {report.set_aside}")
    return replace(
        empty,
        report=report,
        table=accepted,
        returned=returned_rows(headers, texts, refused, broken),
        lines=texts.lines[good],
        has=tuple(typed.reads),
        balanced=balanced(feed, accepted, verdict, good),
        before=before,
        orders=tuple(date_orders(feed, typed, texts)),
        after=tuple(after),
        unlisted=max(0, len(verdict.at) - LISTED) + max(0, len(twice.clash) - LISTED),
    )


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


def _no_records(
    texts: Texts, refused: np.ndarray, aside: Sequence[Aside], broken: Sequence[Broken]
) -> Iterator[tuple[int, Sequence[str]]]:
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
