"""What a file's shape seems to be, as a report carries it: values only."""

from dataclasses import dataclass

KIND, COUNT = "@kind", "@count"  # targets of a mapping


@dataclass(frozen=True)
class Likely:
    """`forms` (wide): headers with * for the value named in `column`, and the headers of each. `kind`, `count` (long):
    the two headers; `kinds`: cells of the kind column, with the column that each is ("" where none is known)."""

    way: str
    column: str = ""
    forms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kind: str = ""
    count: str = ""
    kinds: tuple[tuple[str, str], ...] = ()

    @property
    def example(self) -> str:
        """How a command would tell it."""
        if self.way == "long":
            return f"--map '{self.kind}={KIND}' --map '{self.count}={COUNT}'"
        return " ".join(f"--map '{form}=…@{self.column}'" for form, _ in self.forms[:2])
