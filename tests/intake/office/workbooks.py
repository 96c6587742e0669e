"""What a workbook shows and what a header says."""

from tests.intake.office.cases import Case, Kind
from tests.intake.office.made import as_csv, as_xlsx, transfer

KINDS: dict[str, Kind] = {
    "plain": Kind("a table as the template has it, in a workbook", "read as its CSV would be"),
}

CASES: list[Case] = [
    Case("plain", ("plain.csv", lambda: as_csv(transfer())), "transfer", (4, 0, 0)),
    Case("plain", ("plain.xlsx", lambda: as_xlsx(transfer())), "transfer", (4, 0, 0)),
]
