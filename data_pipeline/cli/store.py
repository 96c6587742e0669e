"""`rebuild` and `verify`: the database again from the received files, and whether everything still agrees."""

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import board
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command


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


def verify(ctx: typer.Context) -> None:
    """Check the ledger's chain, every received file, and the published database against them."""
    out: Out = ctx.obj
    with out.progress("verify_progress", None):
        findings = board().verify()
    for finding in findings:
        out.text(finding.sentence(out.lang))
    out.say("verified_ok" if not findings else "verified_found", count=len(findings))
    told = [{"code": f.code, "sentence": f.sentence(out.lang), "facts": f.facts} for f in findings]
    code = Exits.FOUND if findings else Exits.DONE
    out.end(code, findings=told, state_hash=board().state_hash())
