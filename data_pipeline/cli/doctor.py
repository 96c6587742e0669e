"""`doctor`: is everything here that the board needs?"""

from typing import Any

import typer

from data_pipeline.cli.checkup import Finding, checkup
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock_jumps import Jump
from data_pipeline.core.errors import BoardError
from data_pipeline.store.audit.finding import Finding as Fault

MARKS = {"ok": "●", "warn": "▲", "fail": "■"}


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(doctor)


def doctor(ctx: typer.Context) -> None:
    """Versions, store, pack, font, clock."""
    out: Out = ctx.obj
    found = checkup()
    checks = [_told(out, f) for f in found]
    for one, words in zip(found, checks, strict=True):
        out.say("doctor_line", mark=MARKS[one.state], name=out.word(f"doctor_{one.check}"), text=words["sentence"])
    failed = any(f.state == "fail" for f in found)
    out.end(Exits.FOUND if failed else Exits.DONE, checks=checks)


def _told(out: Out, found: Finding) -> dict[str, Any]:
    facts = {name: _said(out, value) for name, value in found.facts.items()}
    sentence = out.word(f"doctor_{found.check}_{found.sentence or found.state}", **facts)
    return {"check": found.check, "state": found.state, "sentence": sentence, "facts": facts}


def _said(out: Out, value: Any) -> Any:
    """What has a sentence of its own is told by it, several one after the other."""
    if isinstance(value, list):
        return "; ".join(str(_said(out, one)) for one in value)
    return value.sentence(out.lang) if isinstance(value, BoardError | Jump | Fault) else value
