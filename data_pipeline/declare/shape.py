"""Ledgers and readings that many figures share but for their columns: declared here, their SQL follows from it.

Figures are SQL over one row of the clean view they are read from. A row counts where every figure named in `needs` is
there: what was not reported is not 0.
"""

import re
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Declared

PLANNED = "planned_due"  # beside the columns of a view, of the line in that area on that day
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
Cuts = Annotated[dict[str, str], Field(min_length=1)]  # SQL file -> the column that is its `item`; "" where it has none


class _Shape(Declared):
    """`of`: the clean view; `says`: what a row is, after its area and slot; `where`: which rows of it."""

    cuts: Cuts
    says: str
    of: str
    where: str = ""
    needs: tuple[str, ...] = ()


class LedgerShape(_Shape):
    """queries/generated/line/<cut>.sql: the ledger of the leaves as reported, summed over what else names rows.

    `planned`: what is due a day stands in the pack's plan (plan.csv) under the line's id, which is then the cut's too;
    `new_due` and `open` follow from it.
    """

    new_due: str = ""
    done: str
    open: str = ""
    planned: bool = False
    carry_in: str = "0"
    cancelled: str = "0"
    oldest_h: str = ""
    deadline_at: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        due = (PLANNED,) if self.planned else (self.carry_in, self.new_due)
        return self.needs or _columns(*due, self.done)

    @model_validator(mode="after")
    def _has_due(self) -> Self:
        if self.planned == bool(self.new_due):
            raise PydanticCustomError("due_twice", "what is due is either planned or in a column (new_due)")
        return self


class StagesShape(Declared):
    """One stage after the other: what one has done is due at the next. `due`: what is due at the first; `steps`: SQL
    file -> the column of what is done there, in their order. A ledger each."""

    says: str
    of: str
    where: str = ""
    due: str
    steps: dict[str, str]

    @field_validator("steps")
    @classmethod
    def _several(cls, steps: dict[str, str]) -> dict[str, str]:
        if len(steps) < 2:
            raise PydanticCustomError("few_stages", "fewer than two stages")
        return steps

    def ledgers(self) -> tuple[LedgerShape, ...]:
        """More done than the stage before handed on is done beyond what is due, and leaves nothing open."""
        before = (self.due, *self.steps.values())
        return tuple(
            LedgerShape(
                cuts={cut: ""},
                says=self.says,
                of=self.of,
                where=self.where,
                new_due=due,
                done=done,
            )
            for due, (cut, done) in zip(before, self.steps.items(), strict=False)
        )


class ReadingShape(_Shape):
    """queries/generated/gauge/<cut>.sql: `numer` summed, over `denom` summed where there are `times` (a ratio): parts
    are summed and then divided. Without `times` the value is the sum."""

    numer: str
    denom: str = ""
    times: int = 0

    @property
    def needed(self) -> tuple[str, ...]:
        return self.needs or _columns(self.numer, self.denom if self.times else "")


def _columns(*figures: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for sql in figures for name in COLUMN.findall(sql)))
