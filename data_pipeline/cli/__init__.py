"""The command line: one door to everything the board computes. Each command group is a module of its own."""

import io
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from data_pipeline.cli import (
    actions,
    alerts,
    approval,
    ask,
    backup,
    brief,
    deliveries,
    demo,
    docs,
    doctor,
    inbox,
    intake,
    loads,
    migrate,
    nation,
    offer,
    operation,
    pack,
    remarks,
    score,
    store,
    targets,
)
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import close_board
from data_pipeline.cli.out import Out, dumps
from data_pipeline.cli.spoken import PROG, Group, usage_sentence
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import LANGUAGES, say

__all__ = ["app", "main"]

app = typer.Typer(cls=Group, add_completion=False, no_args_is_help=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def everywhere(ctx: typer.Context, as_json: bool = typer.Option(False, "--json"), lang: str = typer.Option("")) -> None:
    """`--json` and `--lang` may stand anywhere: main() takes them out first; they are declared here for the help."""
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help())


MODULES = (
    *(intake, inbox, loads, approval, targets, actions, alerts, remarks, ask, score, brief, deliveries, nation),
    *(pack, operation, offer, store, backup, migrate, demo, doctor, docs),
)
for module in MODULES:
    module.add(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. What a person can mend is a sentence; a bug keeps its traceback."""
    _never_choke()
    args, lang, as_json = _everywhere(list(sys.argv[1:] if argv is None else argv))
    out = Out(lang if lang in LANGUAGES else settings().lang, as_json)
    if lang and lang not in LANGUAGES:
        return _fail(out, Exits.USAGE, say(out.lang, "cli_usage.lang", given=lang), code="lang")
    try:
        return typer.main.get_command(app).main(args, prog_name=PROG, standalone_mode=False, obj=out) or Exits.DONE
    except TyperException as why:
        return _fail(out, Exits.USAGE, usage_sentence(why, out.lang), code="usage")
    except BoardError as why:
        return _fail(out, Exits.REFUSED, why.sentence(out.lang), code=why.code, facts=why.facts)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(out, Exits.STOPPED, say(out.lang, "cli_main.stopped"), code="stopped")
    except Exception as why:
        traceback.print_exc()
        return _fail(out, Exits.BUG, say(out.lang, "cli_main.bug"), code="bug", facts={"why": repr(why)})
    finally:
        close_board()


def _never_choke() -> None:
    """A terminal that has no Chinese shows escapes instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _everywhere(argv: list[str]) -> tuple[list[str], str, bool]:
    """Take --json and --lang X (or --lang=X) out of the words of the line, wherever they stand before a bare --."""
    end = argv.index("--") if "--" in argv else len(argv)
    head, tail, lang, kept = argv[:end], argv[end:], "", []
    words = iter(head)
    for word in words:
        if word == "--lang":
            lang = next(words, "?")
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
        elif word != "--json":
            kept.append(word)
    return kept + tail, lang, "--json" in head


def _fail(out: Out, exit_code: Exits, sentence: str, code: str, facts: dict[str, object] | None = None) -> int:
    if out.as_json:
        error = {"code": code, "sentence": sentence, "facts": facts or {}}
        sys.stdout.write(dumps({"ok": False, "exit": int(exit_code), "error": error}))
    else:
        print(sentence, file=sys.stderr)
    return exit_code
