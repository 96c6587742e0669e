"""What Word and slides have in common: the faces of type, set for both writings on every run, and the office's own
templates."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from data_pipeline.core.settings import settings

TITLE, HEAD, KAI, BODY = "title", "head", "kai", "body"
LATIN = {TITLE: "Times New Roman", HEAD: "Arial", KAI: "Times New Roman", BODY: "Times New Roman"}
OWN = {TITLE: "FZXiaoBiaoSong-B05S", HEAD: "SimHei", KAI: "KaiTi", BODY: "FangSong"}
FREE = {TITLE: "Noto Serif CJK SC", HEAD: "Noto Sans CJK SC", KAI: "Noto Serif CJK SC", BODY: "Noto Serif CJK SC"}
OTHERS = {"Noto Serif CJK SC": "FangSong", "Noto Sans CJK SC": "SimHei"}  # taken where the free ones are not installed
INK, RED = "14202B", "C8102E"
COLOURS = {"on_track": "2D6FB4", "at_risk": "D98200", "will_miss": "B3261E", "unknown": "9AA5B1", "": "2D6FB4"}
CORE, MOMENT = "docProps/core.xml", re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def faces() -> dict[str, str]:
    """Of Chinese writing: the office's own names where it brings its own, else the free ones."""
    return OWN if settings().office else FREE


def template(name: str) -> BytesIO | None:
    """The office's own, where its folder has one."""
    folder = settings().office
    file = Path(folder) / name if folder else None
    return BytesIO(file.read_bytes()) if file and file.is_file() else None


def same_date(zipped: bytes, *, inner: bool = False) -> bytes:
    """The same parts with one date: the same brief made twice is the same file. `inner`: of a chart's workbook, which
    also says inside when it was made."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(zipped)) as was, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as now:
        for item in was.infolist():
            data = was.read(item)
            if item.filename.endswith(".xlsx"):
                data = same_date(data, inner=True)
            elif inner and item.filename == CORE:
                data = MOMENT.sub(b"1980-01-01T00:00:00Z", data)
            now.writestr(zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def properties(of: Any, title: str, author: str, made: Any) -> None:
    """Of a document or a presentation."""
    core = of.core_properties
    core.title, core.author, core.last_modified_by = title, author, author
    core.created = core.modified = made
    core.comments, core.revision = "", 1
