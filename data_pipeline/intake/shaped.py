"""A file read as rows of its feed: of its own shape or of one that was told, its districts by name or by content."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.aside import Aside
from data_pipeline.intake.district import find_district
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.likely import likely
from data_pipeline.intake.pivot import Asked, spread_over
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.said import without_units
from data_pipeline.intake.seems import Likely
from data_pipeline.intake.source import Source, open_source
from data_pipeline.intake.tops import first_rows
from data_pipeline.intake.turned import Origin, turned

SHAPED = ("no_header", "missing_columns", "no_figures", "columns_of_places")  # what another shape may be behind
PLACES = 3


@dataclass(frozen=True)
class ReadFile:
    """`parts`, `origins`: of a file that was turned; else None and nothing."""

    source: Source
    said: tuple[Change, ...] = ()
    aside: tuple[Aside, ...] = ()
    parts: np.ndarray | None = None
    origins: tuple[Origin, ...] = ()


def read_file(pack: Pack, feed: Feed, data: bytes, sheet: str | None, asked: Asked) -> ReadFile:
    """Raises Refusal."""
    (plain, shape), matcher = asked, Matcher(feed)
    if shape:
        cells = (c for rows in first_rows(data, sheet) for r in rows for c in r)
        plain = dict(plain) | {n.header: "" for n in spread_over(map(str.strip, cells), shape, feed, pack)}
    source = open_source(data, matcher, sheet, plain or None)
    turn = turned(source, shape, matcher, pack) if shape else None
    if turn is None:
        source, said = find_district(without_units(source, plain), feed, pack, plain)
        return ReadFile(source, tuple(said))
    source, said = find_district(turn.source, feed, pack, plain)
    return ReadFile(source, (*turn.said, *said), turn.aside, turn.parts, turn.origins)


def refuse_without_figures(source: Source, feed: Feed, pack: Pack, line: int) -> None:
    """A file that brings no figure would only blank what is known. Raises Refusal `no_figures`, `columns_of_places`."""
    headers = source.layout.headers
    if any(c.is_number for c in feed.columns) and not any(c and feed[c].is_number for c in headers.columns):
        raise Refusal("no_figures", line=line)
    unknown = [headers.sent[i] for i in headers.unknown]
    if len(unknown) >= PLACES and feed.district_column and likely([[unknown]], feed, pack):
        raise Refusal("columns_of_places", line=line, value="、".join(unknown[:PLACES]))


def seems_shaped(pack: Pack, feed: Feed, data: bytes, sheet: str | None, why: Problem) -> Likely | None:
    """The shape that a file seems to have which could not be read as this feed's own."""
    if why.code not in SHAPED:
        return None
    try:
        return likely(first_rows(data, sheet), feed, pack)
    except Refusal:
        return None


def looks_shaped(seems: Likely) -> Problem:
    first = seems.forms[0][1] if seems.forms else ()
    facts = {"kind": seems.kind, "count": seems.count, "example": seems.example, "columns": len(first)}
    return Problem(0, "", "、".join(first[:3]), f"looks_{seems.way}", "refuse", facts)
