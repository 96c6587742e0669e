"""`query`: run a named query, or list them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from data_pipeline import query as named
from data_pipeline.cli.options import board, moment
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command

Params = Annotated[list[str] | None, typer.Option("--param", "-p", metavar="name=value")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(query)


def query(
    ctx: typer.Context,
    name: str = typer.Argument(""),
    param: Params = None,
    known_at: str = typer.Option("", metavar="time"),
    as_csv: bool = typer.Option(False, "--csv"),
    sql: bool = typer.Option(False, "--sql"),
) -> None:
    """Run one of queries/, with exactly its parameters."""
    if not name:
        return _list(ctx.obj)
    if sql:
        return _text(ctx.obj, name)
    asked = Question(name, _values(param or []), moment(known_at) if known_at else None)
    return _rows(ctx.obj, asked, as_csv=as_csv)


@dataclass(frozen=True)
class Question:
    """A named query with its parameters, and the moment it is asked as known at; None: now."""

    name: str
    params: dict[str, Any]
    known_at: datetime | None


def _rows(out: Out, of: Question, *, as_csv: bool) -> None:
    frame = board().rows(of.name, known_at=of.known_at, **of.params)
    if as_csv and not out.as_json:
        out.text(frame.to_csv(index=False).rstrip("\n"))
    else:
        out.table(list(frame.columns), frame.itertuples(index=False), wide=True)
    out.end(name=of.name, columns=list(frame.columns), rows=frame.to_dict("records"))


def _text(out: Out, name: str) -> None:
    text = named.text(_folders(), name)
    out.text(text.rstrip())
    out.end(name=name, sql=text)


def _folders() -> tuple[Path, ...]:
    return named.folders(board().pack.queries)


def _list(out: Out) -> None:
    """Every page and check query: what one row of it is, and which parameters it wants."""
    rows, folders = [], _folders()
    for name in (*named.names(folders, "page"), *named.names(folders, "check")):
        text = named.text(folders, name)
        rows.append((name, text.splitlines()[0].removeprefix("-- "), sorted(named.parameters(text))))
    headers = [out.word(k) for k in ("query_name", "query_row", "query_params")]
    out.table(headers, [(name, row, " ".join(params)) for name, row, params in rows])
    out.end(queries=[{"name": n, "row": r, "params": p} for n, r, p in rows])


def _values(words: list[str]) -> dict[str, Any]:
    """`name=text` or `name:=json`: dates and moments are known by their form, numbers and null need the `:=`."""
    values: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise typer.BadParameter(word, param_hint="--param")
        values[name.removesuffix(":")] = _json(text) if name.endswith(":") else _typed(text)
    return values


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise typer.BadParameter(text, param_hint="--param") from None


def _typed(text: str) -> str | date | datetime:
    """An area code stays text: 310115 is a name, not a number."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        if "-" in text:
            try:
                return read(text)
            except ValueError:
                continue
    return text
