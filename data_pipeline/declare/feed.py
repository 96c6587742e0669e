"""A feed: a CSV that somebody sends, declared once. Table, headers, checks, template and docs derive from this."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Declared, Named
from data_pipeline.words.language import declared

ColumnType = Literal["date", "timestamp", "district", "subdistrict", "enum", "code", "int", "decimal", "flag"]
SQL_TYPES: dict[str, str] = {
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "district": "VARCHAR",
    "subdistrict": "VARCHAR",
    "enum": "VARCHAR",
    "code": "VARCHAR",
    "int": "BIGINT",
    "decimal": "DECIMAL(18,3)",
    "flag": "BOOLEAN",
}
Semantics = Literal["S", "D", "R", "C"]
Severity = Literal["refuse", "confirm", "warn"]
GRACE = 0.5  # of a cadence: so long after its slot a report is in time, and after that it is late
AGES = {"withheld": 6, "stale": 3, "ageing": 1 + GRACE}  # cadences since the newest slot, the oldest first (M38)
NOT_SUMMED = ("h", "percent", "%", "percentage_point", "ratio")
Cells = Mapping[str, object]  # of one row of a feed, by the columns that its declaration names
BlankIsNone = BeforeValidator(lambda v: None if v == "" else v)  # TOML has no null


class Column(Declared):
    """One column. `semantics`: S stock at as_of, D since 00:00, R since the round began, C constant (domain 2.0)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    en: str
    type: ColumnType
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    semantics: Semantics | None = None
    required: bool = False  # a blank cell refuses the row
    optional: bool = False  # the file may come without this column
    min: float | None = None
    max: float | None = None
    vocab: str | None = None  # for enum: the vocabulary its values come from
    people: bool = False  # counts people with a health or need attribute: small counts are masked below district
    max_length: int = 80
    note_zh: str = ""
    note_en: str = ""

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]

    @property
    def is_number(self) -> bool:
        return self.type in ("int", "decimal")

    @property
    def adds_up(self) -> bool:
        """May the parts be added to the whole? Hours and percentages may not."""
        return self.is_number and self.unit not in NOT_SUMMED

    def name_in(self, lang: str) -> str:
        return declared(self, "", lang)

    @model_validator(mode="after")
    def _enum_has_vocab(self) -> Self:
        if (self.type == "enum") != (self.vocab is not None):
            raise PydanticCustomError("enum_vocab", "an enum column, and only an enum column, names its vocab")
        return self


class Rule(Declared):
    """A cross-column rule: `sql` is a boolean over the row's columns; a row breaks it when the value is FALSE."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    sql: str
    severity: Severity
    zh: str
    en: str
    columns: tuple[str, ...] = ()


class Feed(Named):
    """`key` names a row; a later load of the same key restates it. `snapshot`: each file replaces the whole feed.

    Where a row speaks of:
    - a district column holds a code or a name (全市 and the operation's own name are the city), a subdistrict column
      a name within the district, or 全区 / 全市 for a control total;
    - an *optional* district column that the file leaves out means that every row speaks of the whole operation
      (`operation.city_code`); a blank cell in a column that is there is a blank, never the city;
    - two headers of one file that both match a column: the one nearer the declaration speaks (name, Chinese header,
      English header, then the aliases in their order) and the other is shown as unknown, unless it is one of `also`.
    """

    grain_zh: str
    grain_en: str
    key: tuple[str, ...]
    cadence_min: int  # minutes between slots; freshness is judged by it
    day_column: str = "report_date"  # the operating day (ops_day) of a row
    as_of_column: Annotated[str | None, BlankIsNone] = "as_of"  # the moment a row speaks of; "" for the day itself
    snapshot: bool = False
    looks_back_days: int = Field(default=0, ge=0)  # earlier days that this feed's figures of a day are compared with
    day_above: bool = False  # day and time may stand above the table, or in the name of sheet or file
    partial: bool = False  # a file may bring some of the figures and not the others
    extra: bool = False  # False: one of the core feeds
    two_keys: Literal["", "doubted", "always"] = ""  # which files show only once another person approved them
    order: int = 0  # place in lists, templates and the reference page
    also: tuple[str, ...] = ()  # headers left out without a question where they are not read (a name beside its code)
    column: tuple[Column, ...]
    rule: tuple[Rule, ...] = ()
    example: dict[str, str] = Field(default_factory=dict)  # a row that breaks no rule, as a sender would type it

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.column

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.rule

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.column)

    def may_lack(self, column: Column) -> bool:
        """May a file come without this column?"""
        return column.optional or (self.partial and column.is_number)

    @property
    def grace_min(self) -> int:
        """Minutes after a slot until its report counts as late: what is judged, drawn or told late asks here."""
        return int(self.cadence_min * GRACE)

    def __getitem__(self, name: str) -> Column:
        return next(c for c in self.column if c.name == name)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @property
    def district_column(self) -> str | None:
        """The column that says which district a row speaks of; None: rows are named otherwise."""
        return next((c.name for c in self.column if c.type == "district"), None)

    @property
    def has_area(self) -> bool:
        return any(c.type in ("district", "subdistrict") for c in self.column)

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        names = self.names
        if len(set(names)) != len(names):
            raise PydanticCustomError("twice", "a column is declared twice")
        asked = (*self.key, self.day_column, *((self.as_of_column,) if self.as_of_column else ()))
        for name in (*asked, *self.example, *(n for r in self.rule for n in r.columns)):
            if name not in names:
                raise PydanticCustomError("no_column", "'{name}' is not a column of this feed", {"name": name})
        if read := set(self.also) & {h for c in self.column for h in (c.name, c.zh, c.en)}:
            names = ", ".join(sorted(read))
            raise PydanticCustomError(
                "also_read", "{name} is a column of this feed and cannot be left unread", {"name": names}
            )
        return self
