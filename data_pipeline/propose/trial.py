"""What the page of a new operation asks of a process of its own, in which foreign sheets are read: a look at the board
of those very rows, of which nothing stays, and the operation kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import own_store, pack_named
from data_pipeline.intake.refusal import Refusal
from data_pipeline.propose.answers import Answers, named
from data_pipeline.propose.asked import check_all, standing
from data_pipeline.propose.duties import names_of
from data_pipeline.propose.figures import figures_of
from data_pipeline.propose.founded import Founded, founded
from data_pipeline.propose.made import Made, in_words, made_of, unread
from data_pipeline.propose.read_as import SheetRead, sheet_read
from data_pipeline.propose.sheet import table_of
from data_pipeline.words import LANGUAGES

Files = Sequence[tuple[str, bytes]]  # names and bytes


@dataclass(frozen=True)
class Planned:
    """A line of which the sheet does not say what is due: `column` of what is done, and what is taken to be due a day.
    `whole`: the sum of those beside it."""

    names: Mapping[str, str]
    column: str
    due: int
    whole: bool


@dataclass(frozen=True)
class Trial:
    """`why`: code and facts of the BoardError for which there is no board; `made` is None then."""

    sheets: tuple[SheetRead, ...]
    why: tuple[str, Mapping[str, object]] | None = None
    said: Mapping[str, tuple[str, ...]] | None = None
    stands: Mapping[str, str] | None = None
    areas: tuple[tuple[str, tuple[str, ...]], ...] = ()
    planned: tuple[Planned, ...] = ()
    made: Founded | None = None


def trial(name: str, files: Files, answers: Answers, folder: Path) -> Trial:
    """`folder`: below which pack and store are made; it is left empty where nothing could be proposed. Raises
    BoardError for a file that cannot be read."""
    sheets = _sheets(files, answers)
    try:
        made = made_of(name, files, check_all(answers))
        there = founded(made, folder / "pack", folder / "store")
    except BoardError as why:
        return Trial(sheets, (why.code, why.facts))
    return replace(_told(sheets, made), made=there)


def keep(name: str, files: Files, answers: Answers) -> Founded:
    """The operation under this name, as `pack new` keeps it. Raises BoardError, `pack_there` where there is one."""
    return founded(made_of(named(name), files, check_all(answers)), pack_named(name), own_store(name))


def _sheets(files: Files, answers: Answers) -> tuple[SheetRead, ...]:
    try:
        return tuple(sheet_read(figures_of(table_of(file, data), answers.columns)) for file, data in files)
    except Refusal as why:
        raise unread(why, files[0][0]) from None


def _told(sheets: tuple[SheetRead, ...], of: Made) -> Trial:
    planned = (Planned(names_of(d.duty), d.duty.done.head.sent, d.count, d.duty.whole) for d in of.written.work.planned)
    return Trial(
        sheets,
        said={lang: tuple(in_words(of, lang)) for lang in LANGUAGES},
        stands=standing(of.proposal),
        areas=tuple((a.name, a.aliases) for a in of.proposal.areas),
        planned=tuple(planned),
    )
