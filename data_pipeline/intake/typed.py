"""All cells of the records, typed as the feed declares them, with what was changed and what could not be read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.column import ARROW, ColumnRead, noted, read_moments, read_numbers, read_texts
from data_pipeline.intake.cells.label import code_reader, flag_reader, label_reader
from data_pipeline.intake.cells.moment import date_reader, moment_reader
from data_pipeline.intake.cells.number import number_reader
from data_pipeline.intake.cells.place import Places, places_of
from data_pipeline.intake.cells.read import Read
from data_pipeline.intake.dates import Dates, dates_of
from data_pipeline.intake.headers import Headers
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
    reads: dict[str, ColumnRead] = {}
    plain = [c for c in feed.columns if c.type not in ("timestamp", "district", "subdistrict")]
    found = over(lambda c: _column(texts, headers, c, _reader(c, headers, pack, dates)), plain, len(texts))
    reads.update(zip((c.name for c in plain), found, strict=True))
    for column in feed.columns:
        if column.type == "timestamp":
            reads[column.name] = _moments(texts, headers, column, dates, reads[feed.day_column].values)
    area_code = _places(texts, headers, feed, places, reads) if feed.has_area else None
    table = pa.table({c.name: reads[c.name].values for c in feed.columns})
    return Typed(table, area_code, reads)


def _absent(texts: Texts, column: Column) -> ColumnRead:
    return ColumnRead(pa.nulls(len(texts), ARROW[column.type]))


def _column(texts: Texts, headers: Headers, column: Column, reader: Callable[[str], Read]) -> ColumnRead:
    i = headers.position(column.name)
    if i is None:
        return _absent(texts, column)
    read = read_numbers if column.is_number and i not in headers.scales else read_texts
    return read(texts, i, reader, ARROW[column.type])


def _moments(texts: Texts, headers: Headers, column: Column, dates: Dates, days: pa.Array) -> ColumnRead:
    i = headers.position(column.name)
    if i is None:
        return _absent(texts, column)
    return read_moments(texts, i, moment_reader(dates.year, dates.order(column.name)), days)


def _reader(column: Column, headers: Headers, pack: Pack, dates: Dates) -> Callable[[str], Read]:
    if column.is_number:
        i = headers.position(column.name)
        return number_reader(column, units_of(column, pack), headers.scales.get(i, 1) if i is not None else 1)
    if column.type == "date":
        return date_reader(dates.year, dates.order(column.name))
    if column.type == "enum":
        return label_reader(pack.terms(column.vocab or ""))
    return flag_reader() if column.type == "flag" else code_reader(column)


def units_of(column: Column, pack: Pack) -> list[str]:
    """What may stand behind a figure of this column: 人, people, person."""
    if not column.unit:
        return []
    term = next((t for t in pack.terms("unit") if t.code == column.unit), None)
    words = [column.unit] if term is None else [column.unit, term.zh, term.en, *term.aliases]
    parts = [p for w in words for p in re.split(r"[（()）/]", w)]
    return [
        *words,
        *(p.strip() for p in parts),
        *(("名", "位") if "人" in parts else ()),
        *(("时",) if "小时" in parts else ()),
    ]


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
    pairs, row_pair = np.unique(which * len(words) + index, return_inverse=True)
    answers = [places.subdistrict(names[p // len(words)], words[p % len(words)]) for p in pairs.tolist()]
    spread = pa.array(row_pair)

    def part(k: int) -> pa.Array:
        return pa.array([a.value[k] if a.value else None for a in answers], pa.string()).take(spread)

    spoken = [words[p % len(words)] for p in pairs.tolist()]
    reads[town.name] = noted(part(1), spoken, answers, row_pair)
    borrowed = [
        a.value is not None and names[p // len(words)] is None for a, p in zip(answers, pairs.tolist(), strict=True)
    ]
    if district and any(borrowed):
        filled = pc.if_else(pa.array(borrowed).take(spread), part(0), codes.values)
        reads[district.name] = ColumnRead(filled, codes.changes, codes.problems, codes.faults)
    return pc.coalesce(part(2), codes.values)


def _district(texts: Texts, headers: Headers, column: Column | None, places: Places) -> ColumnRead:
    """District codes. A file without the optional column speaks of the whole operation in every row."""
    i = headers.position(column.name) if column else None
    if i is not None:
        return read_texts(texts, i, places.district, pa.string())
    city = places.city.code if column and places.city else None
    return ColumnRead(pa.array([city], pa.string()).take(pa.array(np.zeros(len(texts), np.int32))))
