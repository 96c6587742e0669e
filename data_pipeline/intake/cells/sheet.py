"""What a spreadsheet leaves in a cell instead of a value: an error, a formula, or a text guarded as ="310101"."""

import re
from collections.abc import Callable

from data_pipeline.intake.cells.number import EXCEL_ERROR
from data_pipeline.intake.cells.read import Read

GUARDED = re.compile(r'="((?:[^"]|"")*)"')
MARKS = ("#", "=", "E")


def past_spreadsheet(reader: Callable[[str], Read]) -> Callable[[str], Read]:
    """The reader, with an error or a formula refused as what it is, whatever the column holds."""

    def read(text: str) -> Read:
        plain = text.strip()
        if not plain.startswith(MARKS):
            return reader(text)
        if guarded := GUARDED.fullmatch(plain):
            found = reader(guarded[1].replace('""', '"'))
            return found._replace(change=found.change or "unwrapped")
        if EXCEL_ERROR.fullmatch(plain):
            return Read(problem="excel_error")
        return Read(problem="formula_unsaved") if plain[0] == "=" and len(plain) > 1 else reader(text)

    return read
