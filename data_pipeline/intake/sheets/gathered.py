"""Gathers what a sheet shows while it is read, whatever its kind."""

from decimal import InvalidOperation

from data_pipeline.intake.sheets.formats import Display, Format, is_figure, kept, rounds, zero_led
from data_pipeline.intake.sheets.shown import Cell, Merge, Shown


class Gathered:
    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[Merge] = []
        self.texts: dict[Cell, str] = {}
        self.stored: dict[Cell, str] = {}
        self.odd: dict[Cell, str | None] = {}
        self._known: dict[tuple[Format, str], tuple[Display | None, str] | None] = {}

    def figure(self, at: Cell, text: str, display: Format) -> None:
        """Note what a stored figure shows under its format, where that is another text."""
        asked = (display, text)
        if asked not in self._known:
            self._known[asked] = _other(text, display)
        if (other := self._known[asked]) is None:
            return
        shown, stored = other
        if shown is None:
            self.odd[at] = None
            return
        if shown.odd:
            self.odd[at] = shown.text
        if stored:
            self.stored[at] = stored
        self.texts[at] = shown.text

    def shown(self) -> Shown:
        return Shown(
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            tuple(self.merges),
            self.texts,
            self.stored,
            self.odd,
        )


def _other(text: str, display: Format) -> tuple[Display | None, str] | None:
    """What a figure shows, and what is stored where that is another figure; None where it shows as it is stored."""
    if text.isdigit() and rounds(display):
        return None
    try:
        value = kept(text)
        shown = display(value)
    except InvalidOperation:  # not a figure, or beyond all digits: left as it is
        return None
    if shown is None or shown.odd or not is_figure(shown.text):
        return shown, ""
    same = kept(shown.text) == value
    if same and not zero_led(shown.text):
        return None
    return shown, "" if same else f"{value.normalize():f}"
