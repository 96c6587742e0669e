"""What there is to say about a file's headers: unknown ones, two of one name, and what stands over the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.unit import units_of
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.private import masked, private_kind
from data_pipeline.intake.qualifiers import Qualified, Said, qualify, title_says
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.say import Sayer, kept, labels, shown
from data_pipeline.intake.sheets.shown import letters
from data_pipeline.intake.source import Source
from data_pipeline.words import LANGUAGES, say


def qualified(source: Source, feed: Feed, pack: Pack) -> tuple[Source, Qualified]:
    """The file with what its columns' cells are multiplied by, and what says so."""
    headers = source.layout.headers
    named = title_says(source.sheet, 0, "sheet")
    said = {i: (*headers.said.get(i, ()), *named) for i, c in enumerate(headers.columns) if c}
    found = qualify(headers.columns, said, feed, pack)
    layout = replace(source.layout, headers=replace(headers, factors=found.factors))
    return replace(source, layout=layout), found


def samples(source: Source) -> Iterator[tuple[str, str]]:
    """What stands first in each column, so that a person sees whether the header was understood."""
    at = int(bool(len(source.records.lines)) and source.records.lines[0].as_py() == source.layout.headers.units_line)
    for header, cells in zip(source.layout.headers.sent, source.records.table.slice(at).columns, strict=False):
        first = pc.index(pc.not_equal(cells, ""), True).as_py()
        text = cells[first].as_py() if first >= 0 else ""
        yield header, masked(text) if private_kind(text) else shown(text)


def unknown_of(headers: Headers, source: Source) -> list[int]:
    """Unknown headers; a column with neither header nor content is nobody's business."""
    table = source.records.table
    filled = [pc.any(pc.not_equal(table.column(i), "")).as_py() for i in headers.unknown]
    return [i for i, full in zip(headers.unknown, filled, strict=True) if full or headers.sent[i] != f"#{i + 1}"]


def carried_along(headers: Headers, found: Qualified) -> dict[str, tuple[str, ...]]:
    """By header as sent, what was said of it that changes its figures: refused rows go back with it."""
    found_of: dict[str, tuple[str, ...]] = {}
    pairs = [*found.converted, *((i, said) for said, where in found.asked.items() for i in where)]
    for i, said in pairs:
        found_of[headers.sent[i]] = (*found_of.get(headers.sent[i], ()), said.text)
    return found_of


def header_doubts(source: Source, found: Qualified, feed: Feed, pack: Pack) -> Iterator[Problem]:
    """Of headers that are not read, and of what stands over the others."""
    headers, line = source.layout.headers, source.layout.header_line
    for i in unknown_of(headers, source):
        if (other := headers.seconds.get(i)) is not None:
            yield _second(headers, i, other, feed, line)
        else:
            yield Problem(line, "", headers.sent[i], "unknown_header", "confirm", {})
    scaled: dict[tuple[Said, Fraction], list[int]] = {}
    for i, said in found.converted:
        if (times := units_of(feed[headers.columns[i] or ""], pack).multiple(said.text)) > 1:
            scaled.setdefault((said, Fraction(times)), []).append(i)
    for (said, times), where in scaled.items():
        yield _doubt(said, _columns(headers, where, feed), "header_scale", {"scale": f"{times.numerator:,}"})
    for said, where in found.overruled.items():
        yield _doubt(said, _columns(headers, where, feed), "unit_overruled", {})
    for said, where in found.asked.items():
        if not where:
            yield Problem(said.line, "", shown(said.text), "unit_of_none", "confirm", _where(said))
        elif len(where) == 1:
            meaning = {f"meaning_{lang}": _meaning(feed, headers.columns[where[0]] or "", lang) for lang in LANGUAGES}
            yield _doubt(said, _columns(headers, where, feed), "qualifier", meaning)
        else:
            yield _doubt(said, _columns(headers, where, feed), "qualifiers", {})


def _columns(headers: Headers, where: Sequence[int], feed: Feed) -> list[Column]:
    return [feed[c] for i in where if (c := headers.columns[i])]


def _doubt(said: Said, columns: Sequence[Column], code: str, more: dict[str, str]) -> Problem:
    facts = {
        **_where(said),
        **more,
        "names": ",".join(c.name for c in columns),
        "columns_zh": "、".join(c.zh for c in columns),
        "columns_en": ", ".join(c.en for c in columns),
    }
    return Problem(said.line, columns[0].name if len(columns) == 1 else "", shown(said.text), code, "confirm", facts)


def _where(said: Said) -> dict[str, str]:
    """Where it is said, in both languages."""
    place = "sheet" if said.place == "sheet" else "line"
    return {f"where_{lang}": say(lang, f"place_of_remark.{place}", line=said.line) for lang in LANGUAGES}


def _meaning(feed: Feed, column: str, lang: str) -> str:
    meant = feed[column].semantics
    return say(lang, f"feeds_semantics.{meant}") if meant and feed[column].is_number else feed[column].name_in(lang)


def _second(headers: Headers, i: int, other: int, feed: Feed, line: int) -> Problem:
    column = headers.columns[other] or ""
    pair = (("own", i), ("other", other))
    facts = {f"{name}_{lang}": _place(headers, at, lang) for name, at in pair for lang in LANGUAGES}
    return Problem(line, column, headers.sent[i], "second_column", "confirm", facts | labels(feed, column))


def _place(headers: Headers, i: int, lang: str) -> str:
    group = headers.groups.get(i, "")
    facts = {"letter": letters(i), "number": i + 1, "header": headers.own[i], "group": shown(group)}
    return say(lang, "place_of_column.grouped" if group else "place_of_column.alone", **facts)


def header_changes(headers: Headers, found: Qualified, feed: Feed, sayer: Sayer, line: int) -> Iterator[Change]:
    """Once per column: that its cells were converted, by what, with the first of them. `line`: of the header."""
    for i, said in found.converted:
        column = headers.columns[i] or ""
        at, rows = sayer.first_filled(column)
        if not rows:
            continue
        factor = found.factors[i]
        up = factor.denominator == 1
        times = factor if up else 1 / factor
        facts = labels(feed, column) | {"said": shown(said.text), "times": f"{float(times):,.6g}"}
        before, after = shown(sayer.raw(at, column)), kept(sayer.typed.table.column(column)[at].as_py())
        if up:
            yield Change(said.line or line, column, before, after, "multiplied", rows, facts)
        else:
            yield Change(said.line or line, column, before, after, "divided", rows, facts)
