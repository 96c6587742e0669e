"""All cells of the records, typed as the feed declares them, with what was changed and what could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.code import look_alikes
from data_pipeline.intake.cells.column import ARROW, ColumnRead, noted, read_moments, read_numbers, read_texts
from data_pipeline.intake.cells.label import code_reader, flag_reader, label_reader
from data_pipeline.intake.cells.moment import date_reader, moment_reader
from data_pipeline.intake.cells.number import number_reader
from data_pipeline.intake.cells.place import Places, places_of
from data_pipeline.intake.cells.read import Read
from data_pipeline.intake.cells.sheet import past_spreadsheet
from data_pipeline.intake.cells.unit import ONE, spellings, units_of
from data_pipeline.intake.dates import Dates, dates_of
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.keys import numbered
from data_pipeline.intake.parallel import over
from data_pipeline.intake.texts import Texts


@dataclass(frozen=True)
class Typed:
    """`table`: every declared column, in order, typed; a cell that could not be read is null and has a fault.
    `area_code`: per row, when the feed has an area. `reads`: what is to be said, by column."""

    table: pa.Table
    area_code: pa.Array | None
    reads: dict[str, ColumnRead]


def read_cells(texts: Texts, headers: Headers, feed: Feed, pack: Pack) -> Typed:
    """Read every cell; never raises on content."""
    places = places_of(pack)
    dates = dates_of(texts, headers, feed, pack)
    placed: dict[str, ColumnRead] = {}
    plain = [c for c in feed.columns if c.type not in ("timestamp", "district", "subdistrict")]
    ids = _identities(pack)

    def read(c: Column) -> ColumnRead:
        meant = _meant(texts, headers, c) if c.name in ids else None
        return _column(texts, headers, c, _reader(c, headers, pack, dates) if meant is None else code_reader(c, meant))

    def areas() -> pa.Array | None:
        return _places(texts, headers, feed, places, placed) if feed.has_area else None

    work: list[Callable[[], Any]] = [areas, *(partial(read, c) for c in plain)]
    area_code, *found = over(lambda of: of(), work, len(texts))
    reads: dict[str, ColumnRead] = dict(zip((c.name for c in plain), found, strict=True))
    for column in feed.columns:
        if column.type == "timestamp":
            reads[column.name] = _moments(texts, headers, column, dates, reads[feed.day_column].values)
    reads |= placed
    table = pa.table({c.name: reads[c.name].values for c in feed.columns})
    return Typed(table, area_code, reads)


def _identities(pack: Pack) -> set[str]:
    """Columns that name a thing somewhere in the pack by a code: teams, sites."""
    return {k for f in pack.feeds.values() for k in f.key if f[k].type == "code"}


def _meant(texts: Texts, headers: Headers, column: Column) -> Mapping[str, str] | None:
    """Which codes of this column stand for another, None where it holds none."""
    i = headers.position(column.name)
    if i is None or column.type != "code":
        return None
    words, index = texts.distinct(i)
    return look_alikes(words, np.bincount(index, minlength=len(words)).tolist())


def _absent(texts: Texts, column: Column) -> ColumnRead:
    return ColumnRead(pa.nulls(len(texts), ARROW[column.type]))


def _column(texts: Texts, headers: Headers, column: Column, reader: Callable[[str], Read]) -> ColumnRead:
    i = headers.position(column.name)
    if i is None:
        return _absent(texts, column)
    read = read_numbers if column.is_number and i not in headers.factors else read_texts
    return read(texts, i, past_spreadsheet(reader), ARROW[column.type])


def _moments(texts: Texts, headers: Headers, column: Column, dates: Dates, days: pa.Array) -> ColumnRead:
    i = headers.position(column.name)
    if i is None:
        return _absent(texts, column)
    reader = moment_reader(dates.year, dates.order(column.name))
    return read_moments(texts, i, past_spreadsheet(reader), days)


def _reader(column: Column, headers: Headers, pack: Pack, dates: Dates) -> Callable[[str], Read]:
    if column.is_number:
        i = headers.position(column.name)
        units = units_of(column, pack)
        factor = headers.factors.get(i, ONE) if i is not None else ONE
        return number_reader(column, {*spellings(column, pack), *units.own}, factor, units.parts)
    if column.type == "date":
        return date_reader(dates.year, dates.order(column.name))
    if column.type == "enum":
        return label_reader(pack.terms(column.vocab or ""))
    return flag_reader() if column.type == "flag" else code_reader(column)


def _places(texts: Texts, headers: Headers, feed: Feed, places: Places, reads: dict[str, ColumnRead]) -> pa.Array:
    """Reads the district and subdistrict columns together; answers each row's area code."""
    district = next((c for c in feed.columns if c.type == "district"), None)
    town = next((c for c in feed.columns if c.type == "subdistrict"), None)
    codes = _district(texts, headers, district, places)
    if district:
        reads[district.name] = codes
    if town is None:
        return codes.values
    i = headers.position(town.name)
    if i is None:
        reads[town.name] = _absent(texts, town)
        return codes.values
    words, index = texts.distinct(i)
    known = codes.values.dictionary_encode()
    names = [*known.dictionary.to_pylist(), None]
    which = known.indices.fill_null(len(names) - 1).to_numpy(zero_copy_only=False).astype(np.int64)
    pairs, row_pair = numbered(which * len(words) + index)
    own = [names[p // len(words)] for p in pairs.tolist()]
    readers = [past_spreadsheet(partial(places.subdistrict, name)) for name in names]
    answers = [readers[p // len(words)](words[p % len(words)]) for p in pairs.tolist()]
    spread = pa.array(row_pair)

    def part(k: int, otherwise: Sequence[str | None] | None = None) -> pa.Array:
        found = [a.value[k] if a.value else None for a in answers]
        return pa.array([f or o for f, o in zip(found, otherwise or found, strict=True)], pa.string()).take(spread)

    spoken = [words[p % len(words)] for p in pairs.tolist()]
    reads[town.name] = noted(part(1), spoken, answers, row_pair)
    borrowed = [a.value is not None and name is None for a, name in zip(answers, own, strict=True)]
    if district and any(borrowed):
        filled = pc.if_else(pa.array(borrowed).take(spread), part(0), codes.values)
        reads[district.name] = ColumnRead(filled, codes.changes, codes.problems, codes.faults)
    return part(2, own)


def _district(texts: Texts, headers: Headers, column: Column | None, places: Places) -> ColumnRead:
    """District codes. A file without the optional column speaks of the whole operation in every row."""
    i = headers.position(column.name) if column else None
    if i is not None:
        return read_texts(texts, i, past_spreadsheet(places.district), pa.string())
    city = places.city.code if column and places.city else None
    return ColumnRead(pa.array([city], pa.string()).take(pa.array(np.zeros(len(texts), np.int32))))
