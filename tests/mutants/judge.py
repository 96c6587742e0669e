"""Was every record of a file accounted for? Counted here from the bytes alone, by lines, without the reader's help."""

import codecs
from dataclasses import dataclass, field

from data_pipeline.intake import Examined

BOM = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-8-sig": codecs.BOM_UTF8}
ASIDE = (
    "blank_row",
    "total_row",
    "note_row",
    "header_again",
    "duplicate_row",
    "column_numbers",
    "units_row",
)


@dataclass
class Tally:
    """What became of all the files judged."""

    files: int = 0
    read: int = 0
    records: int = 0
    accepted: int = 0
    refused: int = 0
    set_aside: int = 0
    counted: int = 0  # files whose every line was followed to where it went
    lost: list[str] = field(default_factory=list)
    unhandled: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_is: str = ""


def lines_of(data: bytes, encoding: str) -> list[str]:
    """The physical lines of a text file; a file ends where its last line end is."""
    text = data.removeprefix(BOM.get(encoding, b"")).decode("utf-8" if encoding == "utf-8-sig" else encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def lost(found: Examined, data: bytes) -> tuple[str, bool]:
    """(what was lost, "" for nothing; whether every line could be followed)."""
    report = found.report
    if report.accepted + report.refused + report.set_aside != report.records:
        return f"{report.accepted} + {report.refused} + {report.set_aside} is not {report.records}", False
    if found.table.num_rows != report.accepted:
        return f"{found.table.num_rows} rows for {report.accepted} accepted", False
    if report.unreadable or report.encoding == "xlsx":
        return "", False
    lines = lines_of(data, report.encoding)
    below = {n for n, line in enumerate(lines, start=1) if n > report.header_line and line}
    if any('"' in line for line in lines):
        if report.records > len(below):
            return f"{report.records} records on {len(below)} lines", False
        quoted = '"' in "".join(lines[report.header_line - 1 :])
        if quoted:
            return "", False
    if report.records != len(below):
        return f"{report.records} records, {len(below)} lines", True
    went = (
        [*found.table["row_no"].to_pylist(), *found.returned.column(found.returned.num_columns - 1).to_pylist()]
        if (found.returned.num_columns)
        else found.table["row_no"].to_pylist()
    )
    went += [c.line for c in report.changes if c.code in ASIDE]
    if sorted(went) != sorted(below):
        return f"lines {sorted(below.symmetric_difference(went))[:5]} went nowhere or twice", True
    return "", True
