"""`python -m pages.offline take [FILE]`: the board's offline copy; `check FILE`: is it as it was taken?"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock, read_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import say
from pages.offline.file import checksum_of, copy_of
from pages.offline.issue import write
from pages.offline.taken import Taken

app = typer.Typer(add_completion=False, rich_markup_mode=None)
WHOLE = ""


@app.command()
def take(file: Annotated[Path | None, typer.Argument()] = None, clock: str = "", sight: str = WHOLE) -> None:
    """Of the moment the clock shows. `sight`: whose districts, as a data version names them."""
    operation = board().pack.operation
    of = Taken.of(read_clock(clock, operation) if clock else process_clock(operation), parted(sight)[0])
    made = copy_of(of)
    to = file or Path(made.name)
    to.write_bytes(made.data)
    typer.echo(say(settings().lang, "offline.taken", file=to, bytes=f"{len(made.data):,}", checksum=made.checksum))


@app.command(hidden=True)
def issue(folder: Path, kind: str, form: str, clock: str) -> None:
    """The files of an issue of this form into a folder, as the server asks for them."""
    write(folder, kind, form, read_clock(clock, board().pack.operation))


@app.command()
def check(file: Path) -> None:
    """Whether the file is as it was taken, by the checksum that it carries."""
    checksum, holds = checksum_of(file.read_bytes())
    typer.echo(say(settings().lang, "offline.holds" if holds else "offline.differs", checksum=checksum or "—"))
    raise typer.Exit(0 if holds else 1)


if __name__ == "__main__":
    try:
        app()
    except BoardError as why:
        typer.echo(why.sentence(settings().lang), err=True)
        sys.exit(1)
