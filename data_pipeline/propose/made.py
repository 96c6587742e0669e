"""From sheets to a board of their very rows: the pack kept, its store filled, and what was made of what said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake.refusal import Refusal
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.duties import names_of
from data_pipeline.propose.files import Written, files_of, keep
from data_pipeline.propose.proposal import Proposal, proposal_of
from data_pipeline.words import listed, say

SOON = timedelta(minutes=5)  # after the time that the rows speak of, the board shows them


@dataclass(frozen=True)
class Made:
    """`rows`: of each feed, with its bytes: what is loaded first."""

    proposal: Proposal
    written: Written
    files: tuple[tuple[str, str, bytes], ...]  # feed, name, bytes

    @property
    def received_at(self) -> datetime:
        return self.proposal.shown_at + SOON / 5

    @property
    def clock(self) -> str:
        """At which the board shows these rows, and goes on from there."""
        return f"replay:{self.proposal.shown_at + SOON:%Y-%m-%dT%H:%M}@1"


def made_of(name: str, files: Sequence[tuple[str, bytes]], answers: Answers) -> Made:
    """Nothing is kept yet. Raises BoardError, `sheet_unread` for a file that is none."""
    try:
        proposal = proposal_of(name, files, answers)
    except Refusal as why:
        raise unread(why, files[0][0]) from None
    written, given = files_of(proposal, answers), dict(files)
    fed = zip(written.feeds, (s.table.file for s in proposal.sheets), strict=True)
    return Made(proposal, written, tuple((feed, file, given[file]) for feed, file in fed))


def unread(why: Refusal, file: str) -> BoardError:
    """As what someone must mend; `file`: named where the refusal names none."""
    of = why.problem
    return BoardError("sheet_unread", file=of.value or file, why_zh=of.sentence("zh"), why_en=of.sentence("en"))


def kept(made: Made, folder: Path) -> Pack:
    """Written into an empty folder and read back. Raises BoardError `pack_there`."""
    keep(made.written, folder)
    return load_pack(folder)


def in_words(made: Made, lang: str) -> Iterator[str]:
    """What each column was taken for, what is left out and why, and what was assumed: a line each."""
    p, work = made.proposal, made.written.work
    yield say(lang, "propose.title", name=p.title[0] if lang == "zh" else p.title[1], count=len(p.areas))
    for sheet in p.sheets:
        of = sheet.figures
        yield say(lang, "propose.sheet", file=of.table.file, rows=len(of.table.rows))
        for part in ("area", "day", "moment", "category"):
            column = getattr(of.keys, part)
            if column:
                yield say(lang, f"propose.is_{part}", header=column.head.sent, count=len(column.words))
        if of.keys.day is None:
            yield say(lang, "propose.day_above", day=f"{sheet.days[0]:%Y-%m-%d}")
        for duty in of.duties:
            key = "duty" if duty.due else "duty_planned"
            facts = {"due": duty.due.head.sent if duty.due else "", "done": duty.done.head.sent}
            yield say(lang, f"propose.{key}", name=names_of(duty)[lang], **facts)
        if of.levels:
            yield say(lang, "propose.levels", headers=listed(lang, [c.head.sent for c in of.levels]))
        for column, why in of.left:
            yield say(lang, f"propose.left_{why}", header=column.head.sent)
    for due in work.planned:
        key = "given" if due.given else "planned"
        yield say(lang, f"propose.{key}", name=names_of(due.duty)[lang], due=f"{due.count:,}")
    yield say(lang, "propose.assumed", slots=", ".join(f"{h:02}:00" for h in p.slots))
