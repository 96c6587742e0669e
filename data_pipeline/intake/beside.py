"""A file is kept as it came: what it holds beside its records, and what is told of it, must be nobody's either."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from data_pipeline.intake.aside import Aside
from data_pipeline.intake.private import LANDLINE, masked, private_kind
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.source import Source
from data_pipeline.words import LANGUAGES, say

Stated = tuple[str, int, str]  # where it stands (an entry of private_place), its line, the text


def told_of(name: str, sheet: str | None, mapping: Mapping[str, str] | None) -> Iterator[Stated]:
    """What the ledger keeps of a file besides its bytes."""
    yield "name", 0, name
    yield "sheet", 0, sheet or ""
    yield from (("mapping", 0, text) for pair in (mapping or {}).items() for text in pair)


def shown_name(name: str) -> str:
    """A file's name as a report may carry it."""
    return masked(name) if private_kind(name) else name


def above(source: Source) -> Iterator[Stated]:
    """Names of sheets, titles, headers over groups, and the headers."""
    yield from (("sheet", 0, name) for name in source.sheets)
    yield from (("above", row.line, cell) for row in source.layout.top for cell in row.cells)


def apart(aside: Sequence[Aside]) -> Iterator[Stated]:
    yield from (("aside", row.line, cell) for row in aside for cell in row.cells)


def elsewhere(text: str) -> Iterator[Stated]:
    """Of a workbook: a text in none of the records."""
    yield "workbook", 0, text


def refuse_private(texts: Iterable[Stated], *, again: bool = False) -> None:
    """Raises Refusal `private_beside` for the first text that holds a person's data. The landline under a table is an
    office's. `again`: a file that was taken before; no later rule takes its rows away."""
    for place, line, text in () if again else texts:
        if kind := private_kind(LANDLINE.sub("", text)):
            where = {f"where_{lang}": say(lang, f"private_place.{place}", line=line) for lang in LANGUAGES}
            what = {f"what_{lang}": say(lang, f"private_what.{kind}") for lang in LANGUAGES}
            raise Refusal("private_beside", line=line, value=masked(text), **where, **what)
