"""`rebuild` and `verify`: the database again from the received files, and whether everything still agrees."""

import typer

from data_pipeline.board.board import Board
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import board
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(rebuild)
    app.command(cls=Command)(verify)


def rebuild(ctx: typer.Context) -> None:
    """Make the database again from received/ and the ledger, and publish it."""
    out: Out = ctx.obj
    of = board()
    with out.progress("rebuild_progress", None):
        of.rebuild()
    state = of.state_hash()
    out.say("rebuilt", state=state)
    out.end(state_hash=state, version=of.version())


def verify(ctx: typer.Context, mend: bool = typer.Option(False, "--mend")) -> None:
    """Check the ledger's chain, every received file, the published databases against them, and the newest figures."""
    out: Out = ctx.obj
    of = board()
    with out.progress("verify_progress", None):
        if mend:
            of.mend_all()
        findings = of.check(look=True)
    for finding in findings:
        out.text(out.word(f"verify_{finding.severity}", sentence=finding.sentence(out.lang)))
    faults = [f for f in findings if f.severity == "fault"]
    out.say("verified_ok" if not faults else "verified_found", count=len(faults))
    described = [
        {"code": f.code, "severity": f.severity, "sentence": f.sentence(out.lang), "facts": f.facts} for f in findings
    ]
    code = Exits.FOUND if faults else Exits.DONE
    out.end(code, findings=described, state_hash=_state(of))


def _state(of: Board) -> str | None:
    """None where the board does not open; why stands among the findings."""
    try:
        return of.state_hash()
    except BoardError:
        return None
