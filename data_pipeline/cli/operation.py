"""`pack`: an operation of one's own: made from sheets, checked, its workbook to send out, a day to train on."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.cli.answers import KNOWN, answers_of, asked_of, pairs_of
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import read
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import own_store, pack_named
from data_pipeline.declare import load_pack
from data_pipeline.declare.template import template_xlsx
from data_pipeline.propose.answers import Answers, named
from data_pipeline.propose.check import faults_of
from data_pipeline.propose.founded import founded
from data_pipeline.propose.made import in_words, made_of
from data_pipeline.propose.training import BESIDE, trained

Files = Annotated[list[Path] | None, typer.Argument(metavar="file")]
Pairs = Annotated[list[str] | None, typer.Option(metavar="name=value")]


@dataclass(frozen=True)
class _Asked:
    """Where an operation of that name is kept; `look`: nothing is."""

    name: str
    folder: Path
    store: Path
    look: bool


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(pack)


def pack(
    ctx: typer.Context,
    action: str,
    name: str,
    files: Files = None,
    title: str = typer.Option(""),
    deadline: str = typer.Option(""),
    slots: str = typer.Option(""),
    meetings: str = typer.Option(""),
    zone: str = typer.Option(""),
    whole: str = typer.Option(""),
    place: str = typer.Option(""),
    year: int = typer.Option(0),
    column: Pairs = None,
    plan: Pairs = None,
    boundaries: str = typer.Option("", metavar="file"),
    answers: str = typer.Option("", metavar="file"),
    to: str = typer.Option("", metavar="folder"),
    store: str = typer.Option("", metavar="folder"),
    look: bool = typer.Option(False, "--look"),
) -> None:
    """An operation of one's own."""
    given = {k: v for k, v in ctx.params.items() if k in KNOWN and v}
    given |= {"columns": pairs_of(column), "plans": pairs_of(plan)}
    folder = Path(to) if to else pack_named(named(name))
    where = Path(store) if store else own_store(name)
    if action == "new":
        return _new(ctx.obj, [*(files or [])], answers_of(answers, given), _Asked(name, folder, where, look))
    if action not in ACTIONS:
        raise BoardError("pack_action", action=action)
    ACTIONS[action](ctx.obj, name, folder, where)


def _new(out: Out, files: list[Path], answers: Answers, asked: _Asked) -> None:
    if not files:
        raise BoardError("pack_no_files")
    given = [(f.name, read(f)) for f in files]
    made = made_of(asked.name, given, answers)
    if asks := sys.stdin.isatty() and not out.as_json:
        made = made_of(asked.name, given, asked_of(out, answers, made))
    for line in in_words(made, out.lang):
        out.text(line)
    if asked.look:
        out.end(folder=str(asked.folder), asked=bool(asks))
    done = founded(made, asked.folder, asked.store)
    out.say("pack_written", folder=done.folder, rows=done.rows, files=len(done.receipts))
    for problem in done.problems:
        out.text(problem.sentence(out.lang))
    out.say("pack_run", settings=" ".join(f"{k}={v}" for k, v in done.settings.items()))
    code = Exits.REFUSED if done.refused else Exits.DONE
    out.end(code, folder=str(done.folder), store=str(done.store), settings=done.settings)


def _check(out: Out, name: str, folder: Path, store: Path) -> None:
    """Every fault, with what to do; nothing is changed."""
    found = faults_of(_there(name, folder))
    for fault in found:
        out.text(fault.sentence(out.lang))
    out.say("pack_faults" if found else "pack_sound", count=len(found), folder=folder)
    faults = [{"file": f.file, "line": f.line, "key": f.key, "kind": f.kind, "sentence": f.sentence(out.lang)}
              for f in found]  # fmt: skip
    out.end(Exits.FOUND if found else Exits.DONE, faults=faults)


def _template(out: Out, name: str, folder: Path, store: Path) -> None:
    """One workbook a feed, to be sent out and come back."""
    of = load_pack(_there(name, folder))
    written = []
    for feed in of.feeds.values():
        file = Path(f"{feed.id}.xlsx")
        if file.exists():
            raise BoardError("template_there", file=file)
        file.write_bytes(template_xlsx(of, feed, out.lang, locked=True))
        written.append(str(file))
        out.say("template_written", file=file)
    out.end(files=written)


def _demo(out: Out, name: str, folder: Path, store: Path) -> None:
    """A simulated day in a copy of the pack, with a store of its own: it never mixes with what was really sent."""
    _there(name, folder)
    beside, where = folder.parent / f"{folder.name}{BESIDE}", store.parent / f"{store.name}{BESIDE}"
    if beside.exists():
        raise BoardError("pack_there", folder=beside)
    done = trained(folder, beside, where)
    out.say("pack_written", folder=beside, rows=done.rows, files=len(done.receipts))
    out.say("pack_run", settings=" ".join(f"{k}={v}" for k, v in done.settings.items()))
    code = Exits.REFUSED if done.refused else Exits.DONE
    out.end(code, folder=str(beside), store=str(where), settings=done.settings, rows=done.rows)


def _there(name: str, folder: Path) -> Path:
    """The pack's folder: that given, one of one's own, or one that ships."""
    if folder.is_dir():
        return folder
    raise BoardError("pack_none", name=name, folders=folder)


ACTIONS: dict[str, Callable[[Out, str, Path, Path], None]] = {
    "check": _check, "template": _template, "demo": _demo,
}  # fmt: skip
