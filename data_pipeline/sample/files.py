"""Rows as the files that really come: headers in a language, an encoding, a way to write dates and names."""

import io
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.sample.places import Places
from data_pipeline.sample.rows import Rows, text


@dataclass(frozen=True)
class Style:
    """`headers` zh or en; `names`: districts and codes in words; `loose`: 2022/4/6 and 24:00; `total`: a 合计 row."""

    encoding: str = "utf-8-sig"
    headers: str = "zh"
    names: bool = False
    loose: bool = False
    total: bool = False


@dataclass(frozen=True)
class Writer:
    """Writes parts of a feed's rows as CSV bytes."""

    pack: Pack
    places: Places

    def write(self, feed: Feed, rows: Rows, day: date, as_of: datetime | None, style: Style) -> bytes:
        """A file of these rows, all of one moment. `as_of` None: the feed speaks of whole days."""
        columns = {}
        when = {feed.day_column: f"{day.year}/{day.month}/{day.day}" if style.loose else f"{day}"}
        if as_of and feed.as_of_column:
            when.setdefault(feed.as_of_column, _moment(day, as_of, style.loose))
        for column in feed.columns:
            same = when.get(column.name)
            values = self._column(column, rows, style) if same is None else pa.repeat(same, len(rows))
            if values is None and column.optional:
                continue
            columns[column.name] = pa.nulls(len(rows), pa.string()) if values is None else values
        names = [c if style.headers == "en" else feed[c].zh for c in columns]
        out = io.BytesIO()
        options = pc.WriteOptions(include_header=False, quoting_style="none")
        pc.write_csv(pa.table(columns), out, write_options=options)
        body = out.getvalue()
        if style.total:
            body += self._total(columns, rows.area < self.places.n).encode()
        return _encoded((",".join(names) + "\n").encode() + body, style.encoding)

    def _column(self, column: Column, rows: Rows, style: Style) -> pa.Array | None:
        name = column.name
        if column.type in ("district", "subdistrict"):
            return self._area(column.type, rows.area, style)
        if name in rows.columns and style.names and column.vocab:
            labels = {t.code: t.zh for t in self.pack.terms(column.vocab)}
            encoded = rows.columns[name].dictionary_encode()
            return text([labels[c] for c in encoded.dictionary.to_pylist()], np.asarray(encoded.indices))
        return rows.columns.get(name)

    def _area(self, kind: str, area: np.ndarray, style: Style) -> pa.Array:
        codes, names, _ = self.places.area_names()
        if kind == "subdistrict":
            return text(names, area)
        return text([self.pack.area[c].zh for c in codes] if style.names else codes, area)

    def _total(self, columns: dict[str, pa.Array], parts: np.ndarray) -> str:
        """A row of sums of the subdistricts, as people add below a sheet."""
        cells = []
        for name, values in columns.items():
            number = pa.types.is_integer(values.type) or pa.types.is_floating(values.type)
            total = values.filter(pa.array(parts)).sum().as_py() if number and not name.endswith("_h") else None
            cells.append("合计" if name == "subdistrict" else f"{round(total, 1):.12g}" if total else "")
        return ",".join(cells) + "\n"


def _moment(day: date, as_of: datetime, loose: bool) -> str:
    """As analysts write it: 24:00 stays on its day; machines write the next midnight."""
    if not loose:
        return f"{as_of:%Y-%m-%d %H:%M}"
    hours = (as_of - datetime(day.year, day.month, day.day)).total_seconds() / 3600
    return f"{day.year}/{day.month}/{day.day} {int(hours)}:{round(hours % 1 * 60):02}"


def _encoded(data: bytes, encoding: str) -> bytes:
    return data if encoding == "utf-8" else data.decode().encode(encoding)
