"""`nation`: how all cities stand, and whether what they published is what their own rows give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import At, moment
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import AsOf, moment_at, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.words import listed
from data_pipeline.words.numbers import known
from data_pipeline.words.numbers import moment as hour

if TYPE_CHECKING:
    from data_pipeline.declare import Pack
    from data_pipeline.nation.audit import Audit, Difference
    from data_pipeline.nation.cities import Nation
    from data_pipeline.nation.engine import Engine
    from data_pipeline.nation.report import CityReport

ENGINES = ("duckdb", "spark")
AUDIT_S = 3600.0  # for one question about a day of all cities
SHOWN, NAMED = 40, 3  # differences in a table; lines of a city
STATES = ("will_miss", "at_risk", "on_track", "unknown")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(nation)


def nation(
    ctx: typer.Context,
    at: At = "",
    day: Annotated[str, typer.Option("--day", metavar="date")] = "",
    audit: bool = typer.Option(False, "--audit"),
    again: bool = typer.Option(False, "--again"),
    engine: Annotated[str, typer.Option("--with", metavar="engine")] = ENGINES[0],
) -> None:
    """Reads the table of roll-ups; `--audit` and `--again` the cities' own stores too."""
    from data_pipeline.board.board import pack_of
    from data_pipeline.nation.cities import nation as listed_cities

    if engine not in ENGINES:
        raise typer.BadParameter(engine, param_hint="--with")
    pack, of = pack_of(), listed_cities()
    if of is None:
        raise BoardError("cities_unset")
    with _engine(engine, of) as by:
        if audit or again:
            return _audit(ctx.obj, of, by, _days(of, day), again=again)
        now = moment_at(moment(at), pack.operation) if at else process_clock(pack.operation).moment(pack.operation)
        return _standing(ctx.obj, of, by, (pack, now))


@contextmanager
def _engine(name: str, of: Nation) -> Iterator[Engine]:
    from data_pipeline.nation.engine import DuckDB

    if name == ENGINES[0]:
        by: Engine = DuckDB(of.rollups.absolute(), limit_s=AUDIT_S)
    else:
        try:
            from data_pipeline.nation.spark import Spark, session
        except ImportError:
            raise BoardError("spark_extra") from None
        by = Spark(session())
    try:
        yield by
    finally:
        by.close()


def _standing(out: Out, of: Nation, by: Engine, asked: tuple[Pack, AsOf]) -> None:
    from data_pipeline.core.records import records
    from data_pipeline.nation.report import reports
    from data_pipeline.nation.rollups import Rollups
    from data_pipeline.nation.standing import standing_by
    from data_pipeline.sentences.states import word

    pack, now = asked
    lines = [line.id for line in pack.lines.values() if line.tier == "headline"]
    found = standing_by(by, Rollups(of.rollups), lines, now.ops_day, now.known_at)
    rows = reports(of, found, lines, now.now)
    heads = [out.word("nation_city"), out.word("nation_at"), *(word(state, out.lang) for state in STATES)]
    heads += [out.word("nation_finish"), out.word("nation_lines")]
    if found.cities.empty:
        out.say("nation_none", day=now.ops_day)
    else:
        out.table(heads, [_row(out, report, asked, lines) for report in rows], right=range(2, 6))
    answer = [_answer(out, report, lines, now.now) for report in rows]
    out.end(ops_day=now.ops_day, known_at=now.known_at, cities=answer, lines=records(found.lines))


def _row(out: Out, report: CityReport, asked: tuple[Pack, AsOf], lines: Sequence[str]) -> tuple[object, ...]:
    pack, now = asked
    states, finish = report.states(lines, now.now), report.finish(lines)
    when = hour(report.reported_at, now.ops_day, out.lang) if report.reported_at else out.word("nation_silent")
    needing = [pack.lines[x].short(out.lang) for x in lines if report.state(x, now.now) == "will_miss"]
    names = listed(out.lang, needing[:NAMED])
    if len(needing) > NAMED:
        names = out.word("nation_more", names=names, n=len(needing) - NAMED)
    counts = (states[state] for state in STATES)
    return (report.city.name(out.lang), when, *counts, hour(finish, now.ops_day, out.lang), names)


def _answer(out: Out, report: CityReport, lines: Sequence[str], now: datetime) -> dict[str, Any]:
    own = [dict(report.rows[x]) | {"state": report.state(x, now)} for x in lines if x in report.rows]
    at = report.reported_at
    return {"code": report.city.code, "name": report.city.name(out.lang), "reported_at": at, "lines": own,
            "finish_at": report.finish(lines)}  # fmt: skip


def _days(of: Nation, day: str) -> list[date]:
    from data_pipeline.nation.rollups import Rollups

    return [moment(day).date()] if day else Rollups(of.rollups).days()


def _audit(out: Out, of: Nation, by: Engine, days: Sequence[date], *, again: bool) -> None:
    from data_pipeline.nation.anew import Anew, stores
    from data_pipeline.nation.audit import audited
    from data_pipeline.nation.rollups import Rollups

    rollups, work, found = Rollups(of.rollups), Anew(stores(of)), []
    for day in days:
        one = audited(by, rollups, day, work, again=again)
        if one is None:
            out.say("nation_none", day=day)
            continue
        _show(out, of, one, again=again)
        found.append(one)
    wrong = [difference for one in found for difference in one.differences]
    refused = any(why.code != "city_unstored" for one in found for why in one.refused.values())
    code = Exits.FOUND if wrong and not again else Exits.REFUSED if refused else Exits.DONE
    out.end(code, days=[_audit_answer(out, one) for one in found])


def _show(out: Out, of: Nation, one: Audit, *, again: bool) -> None:
    wrong, counts = one.differences, {name: getattr(one, name) for name in ("cities", "publications", "rows")}
    out.say("nation_day", day=one.ops_day, differences=len(wrong), **counts)
    for city, why in one.refused.items():
        out.say("nation_refused", city=_name(of, city, out.lang), why=why.sentence(out.lang))
    names = ("city", "at", "line", "area", "slot", "column", "published", "worked_out")
    rows = [_cells(out, of, difference) for difference in wrong[:SHOWN]]
    out.table([out.word(f"nation_{name}") for name in names], rows)
    if len(wrong) > SHOWN:
        out.say("more", count=len(wrong) - SHOWN)
    if again and wrong:
        out.say("nation_again", day=one.ops_day)


def _cells(out: Out, of: Nation, d: Difference) -> tuple[object, ...]:
    from data_pipeline.nation.audit import WHOLE_ROW

    values = (d.published, d.worked_out)
    if d.column == WHOLE_ROW:
        values = tuple(out.word("nation_yes" if there else "nation_no") for there in values)
    column = out.word("nation_row") if d.column == WHOLE_ROW else d.column
    slot = d.slot if known(d.slot) else None
    return (_name(of, d.city, out.lang), d.reported_at, d.line, d.area, slot, column, *values)


def _name(of: Nation, code: str, lang: str) -> str:
    city = of.known(code)
    return city.name(lang) if city else code


def _audit_answer(out: Out, one: Audit) -> dict[str, Any]:
    refused = {city: {"code": why.code, "sentence": why.sentence(out.lang)} for city, why in one.refused.items()}
    return asdict(one) | {"refused": refused}
