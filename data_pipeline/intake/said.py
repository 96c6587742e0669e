"""What is said of a figure away from its own header: over columns that are turned, by the rows themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.cells.unit import ONE, is_unit, vocabulary
from data_pipeline.intake.headers import Headers, header_says, key_of
from data_pipeline.intake.over import FILLERS
from data_pipeline.intake.qualifiers import Said, qualify
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.source import Source
from data_pipeline.intake.texts import Texts


def over_turned(headers: Headers, header: str, line: int) -> tuple[Said, ...]:
    """What is said of a column that is turned: by its own header at `line`, above it and in a row of units. A header
    over its group that is a part of its name says no more than the name."""
    above = headers.over.get(headers.sent.index(header), ())
    return (
        *header_says(header, line),
        *(s for s in above if s.place != "upper" or key_of(s.text) not in key_of(header)),
    )


def agreed(column: str, statements: Iterable[tuple[Said, ...]], feed: Feed, pack: Pack) -> tuple[Said, ...]:
    """What is said of one figure, told by each column or row it comes from. Raises Refusal `units_differ`."""
    factors: dict[tuple[Said, ...], Fraction] = {}
    for one in statements:
        factors[one] = qualify([column], {0: one}, feed, pack).factors.get(0, ONE)
    if len(set(factors.values())) > 1:
        texts = dict.fromkeys(s.text for one, factor in factors.items() if factor != ONE for s in one)
        zh, en = feed[column].zh, feed[column].en
        raise Refusal("units_differ", value="、".join(texts), label_zh=zh, label_en=en)
    return tuple({(s.text, s.place): s for one in reversed(factors) for s in one}.values())


def unit_column(headers: Headers, texts: Texts) -> int | None:
    """The position of a column that is not read and names the unit of each row; None where there is none."""
    known = vocabulary()["units"]["headers"]
    for i, name in enumerate(headers.columns):
        if name is None and i < len(headers.own) and key_of(headers.own[i]) in known and _are_units(texts, i):
            return i
    return None


def _are_units(texts: Texts, i: int) -> bool:
    return bool(units := units_in(texts, i)) and all(map(is_unit, units))


def units_in(texts: Texts, i: int) -> list[str]:
    """What a column of units names, each once."""
    return [u for w in texts.distinct(i)[0] if (u := w.strip()) not in FILLERS]


def without_units(source: Source, mapping: Mapping[str, str] | None) -> Source:
    """The file with its column of units known as such: nothing to be asked about by its name."""
    headers = source.layout.headers
    at = unit_column(headers, Texts(source.records.table, source.records.lines.to_numpy()))
    if at is None or at in headers.ignored or headers.sent[at] in (mapping or {}):
        return source
    unknown = tuple(i for i in headers.unknown if i != at)
    others = replace(headers, unknown=unknown, ignored=tuple(sorted((*headers.ignored, at))))
    return replace(source, layout=replace(source.layout, headers=others))
