"""A brief as PDF, by typst: tagged (PDF/UA-1), archival (PDF/A-2a), and the same bytes when made twice."""

from calendar import timegm
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import typst

from data_pipeline.brief.as_json import tree
from data_pipeline.brief.model import Brief, Cell, Chart, Decisions, Figure, Table, text_of
from data_pipeline.brief.picture import svg
from data_pipeline.brief.widths import widths
from data_pipeline.core.caches import remembered
from data_pipeline.core.settings import settings
from data_pipeline.words import say
from data_pipeline.words.language import language

LAYOUT = Path(__file__).with_name("layout.typ")
STANDARDS: Any = ["ua-1", "a-2a"]


def as_pdf(of: Brief) -> bytes:
    """Fonts of the office's own folder come before those of the system."""
    made = typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"brief": orjson.dumps(_sheet(of)).decode()},
        font_paths=_fonts(str(settings().office or "")),
        pdf_standards=STANDARDS,
        timestamp=timegm(of.made.timetuple()),
    )
    assert isinstance(made, bytes)
    return made


@remembered("fonts of briefs", 2)
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(font_paths=[Path(folder)] if folder else [])


def _sheet(of: Brief) -> dict[str, Any]:
    tag, _, region = language(of.lang).tag.partition("-")
    return tree(of) | {
        "tag": tag,
        "region": region.lower() or None,
        "to_whom": say(of.lang, "brief.to_whom", to=of.to),
        "dense": language(of.lang).dense,
        "blocks": [_block(b, of.lang) for b in of.blocks],
    }


def _block(block: Any, lang: str) -> dict[str, Any]:
    own = tree(block)
    if isinstance(block, Table):
        return own | {
            "rows": [[{"text": text_of(c), "figure": isinstance(c, Figure)} for c in row] for row in block.rows],
            "right": [_right(block.rows, i) for i in range(len(block.columns))],
            "widths": widths(block.columns, block.rows),
        }
    if isinstance(block, Chart):
        points = ", ".join(f"{p.label} {p.figure.text}" for p in block.points)
        return own | {"svg": svg(block), "alt": f"{block.title}: {points}"}
    if isinstance(block, Decisions):
        numbers = [say(lang, "brief.item", n=say(lang, f"ordinal.n{n}")) for n in range(1, len(block.items) + 1)]
        return own | {"numbers": numbers}
    return own


def _right(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    return any(isinstance(r[column], Figure) for r in rows)
