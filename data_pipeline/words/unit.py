"""The word behind a figure, as it is after 1 and after any other: 1 household left, 2 households left."""

from typing import Self

OF = "of "


class Unit(str):
    """The usual form; `one`: the form behind 1. A sentence asks for the one that fits: `{unit:of {left}}`."""

    one: str

    def __new__(cls, many: str, one: str) -> Self:
        made = super().__new__(cls, many)
        made.one = one
        return made

    def __format__(self, spec: str) -> str:
        return self.behind(spec.removeprefix(OF)) if spec.startswith(OF) else super().__format__(spec)

    def behind(self, figure: str) -> str:
        """The form that stands behind a figure as it is shown."""
        return self.one if figure == "1" else str(self)

    def strip(self, chars: str | None = None, /) -> "Unit":
        return Unit(super().strip(chars), self.one.strip(chars))
