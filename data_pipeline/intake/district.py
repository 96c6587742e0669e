"""A file of districts whose district column has a header nobody knows: known by its cells, or refused. Rows without a
district are the whole operation's, so that this must never be overlooked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.cells.place import Places, places_of
from data_pipeline.intake.headers import Headers, key_of
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.say import labels
from data_pipeline.intake.source import Source
from data_pipeline.intake.texts import Texts

ENOUGH = 0.8  # of a column's different cells
LOOKED_AT = 5_000


def find_district(
    source: Source, feed: Feed, pack: Pack, mapping: Mapping[str, str] | None
) -> tuple[Source, list[Change]]:
    """The source with its district column found, and what is to be said of it. Raises Refusal `district_unclear`,
    `district_left_out`."""
    headers, column = source.layout.headers, feed.district_column
    if column is None or column in headers.columns or not source.records.count:
        return source, []
    places = places_of(pack)
    texts = Texts(source.records.table, source.records.lines.to_numpy())
    free = [i for i, c in enumerate(headers.columns) if c is None and i < texts.table.num_columns]
    found = [i for i in free if _are_districts(texts.distinct(i)[0], places)]
    if not found:
        return source, []
    left_out = {key_of(h) for h, c in (mapping or {}).items() if not c}
    names = "、".join(headers.sent[i] for i in found)
    if any(key_of(headers.sent[i]) in left_out for i in found):
        raise Refusal("district_left_out", line=source.layout.header_line, value=names)
    if len(found) > 1 and not _agree(texts, found, places):
        raise Refusal("district_unclear", line=source.layout.header_line, value=names)
    at = found[0]
    known = _with(headers, at, column, rest=found[1:])
    said = Change(
        source.layout.header_line, column, headers.sent[at], "", "district_by_content", facts=labels(feed, column)
    )
    return replace(source, layout=replace(source.layout, headers=known)), [said]


def _are_districts(words: list[str], places: Places) -> bool:
    filled = [w for w in words[:LOOKED_AT] if w.strip()]
    known = [w for w in filled if places.district(w).value]
    return bool(known) and len(known) >= ENOUGH * len(filled)


def _agree(texts: Texts, found: list[int], places: Places) -> bool:
    """Do these columns name the same district in every row: a name beside its code?"""
    codes = []
    for i in found:
        words, index = texts.distinct(i)
        read = [places.district(w).value for w in words]
        codes.append([read[k] for k in index])
    return all(c == codes[0] for c in codes[1:])


def _with(headers: Headers, at: int, column: str, rest: list[int]) -> Headers:
    columns = tuple(column if i == at else c for i, c in enumerate(headers.columns))
    known = {at, *rest}
    unknown = tuple(i for i in headers.unknown if i not in known)
    ignored = tuple(sorted({*headers.ignored, *rest} - {at}))
    return replace(headers, columns=columns, unknown=unknown, ignored=ignored)


def named_elsewhere(source: Source, feed: Feed, pack: Pack, name: str) -> Iterable[Problem]:
    """A doubt where rows without a district stand under a title, or in a sheet or file, that names one."""
    if feed.district_column is None or feed.district_column in source.layout.headers.columns:
        return
    for text in (*source.layout.preamble, source.sheet, name):
        if area := _named(text, pack):
            facts = {"where_zh": area.zh, "where_en": area.en, "text": text[:60]}
            yield Problem(0, "", "", "whole_named", "confirm", facts)
            return


def _named(text: str, pack: Pack):
    """The one district whose whole name stands in a text; None where none does, or several."""
    spelled = re.sub(r"\s", "", text).casefold()
    districts = [a for a in pack.areas if a.level == "district"]
    found = [a for a in districts if any(len(n) > 1 and n.casefold() in spelled for n in (a.zh, a.en) if n)]
    found = found or [a for a in districts if a.short_zh and a.short_zh in spelled]
    return found[0] if len(found) == 1 else None
