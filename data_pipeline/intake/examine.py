"""The one way a file is examined: parsed by what stands in it, then held against what is known; a report, the accepted
rows and the refused rows out."""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack

import duckdb

from data_pipeline.declare import Pack
from data_pipeline.intake.beside import shown_name
from data_pipeline.intake.days import check_days
from data_pipeline.intake.delivery import Delivery
from data_pipeline.intake.parse import parse
from data_pipeline.intake.parsed import Parsed
from data_pipeline.intake.report import Examined, Problem
from data_pipeline.intake.say import LISTED
from data_pipeline.intake.suspicions import suspicions


class Beside(TypedDict, total=False):
    """How a file is read (as in `Read`), and what it is held against (as in `compared`). `again`: it was taken before,
    and its rows are made once more."""

    sheet: str | None
    mapping: dict[str, str] | None
    history: duckdb.DuckDBPyConnection | None
    received_at: datetime | None
    again: bool


def examine(pack: Pack, feed: str, name: str, data: bytes, **how: Unpack[Beside]) -> Examined:
    """Never raises on content. `mapping` {header: column}, "" to leave a header out."""
    d = Delivery(feed, name, data, "", datetime.min, how.get("sheet"), how.get("mapping"))
    found = compared(pack, parse(pack, d, again=how.get("again", False)), how.get("history"), how.get("received_at"))
    return replace(found, report=replace(found.report, name=shown_name(name)))  # a delivery's is as a ledger holds it


def compared(
    pack: Pack, parsed: Parsed, history: duckdb.DuckDBPyConnection | None, received_at: datetime | None
) -> Examined:
    """`history`: a connection that holds known.<feed>, to compare with what is known; None: with nothing.
    `received_at`: for doubts about moments that lie after it. Neither changes a row."""
    report, feed = parsed.report, pack.feeds[parsed.report.feed]
    if report.unreadable:
        return Examined(report, parsed.table, parsed.returned)
    problems = [
        *parsed.before,
        *suspicions(pack, feed, parsed, history),
        *parsed.orders,
        *check_days(pack, feed, parsed.table, parsed.lines, received_at),
        *parsed.after,
    ]
    listed = tuple(sorted(problems, key=lambda p: (p.line, p.column)))[:LISTED]
    if not report.accepted and not report.refused:
        nothing = {"records": report.records, "aside": report.set_aside}
        listed = (Problem(0, "", "", "nothing_to_load", "refuse", nothing), *listed)
    unlisted = max(0, len(problems) + parsed.unlisted - LISTED)
    return Examined(replace(report, problems=listed, unlisted=unlisted), parsed.table, parsed.returned)
