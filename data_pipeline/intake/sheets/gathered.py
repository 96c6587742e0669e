"""Gathers what a sheet shows while it is read, whatever its kind."""

from decimal import InvalidOperation

from data_pipeline.intake.sheets.formats import Format, is_figure, kept, zero_led
from data_pipeline.intake.sheets.shown import Cell, Merge, Shown


class Gathered:
    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[Merge] = []
        self.texts: dict[Cell, str] = {}
        self.stored: dict[Cell, str] = {}
        self.odd: dict[Cell, str | None] = {}

    def figure(self, at: Cell, text: str, display: Format) -> None:
        """Note what a stored figure shows under its format, where that is another text."""
        try:
            value = kept(text)
            shown = display(value)
        except InvalidOperation:  # not a figure, or beyond all digits: left as it is
            return
        if shown is None:
            self.odd[at] = None
            return
        if shown.odd:
            self.odd[at] = shown.text
        if is_figure(shown.text):
            same = kept(shown.text) == value
            if same and not zero_led(shown.text):
                return
            if not same:
                self.stored[at] = f"{value.normalize():f}"
        self.texts[at] = shown.text

    def shown(self) -> Shown:
        return Shown(frozenset(self.hidden_rows), frozenset(self.hidden_columns), tuple(self.merges), self.texts,
                     self.stored, self.odd)  # fmt: skip
