"""Under the line of the file: who told the cells that it left blank, and what its row said before."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.intake.lines import line_of
from data_pipeline.trace import shown_cell
from data_pipeline.words import listed, say
from pages.components.html import Markup, html
from pages.components.panel import table

if TYPE_CHECKING:
    from pages.components.opened.number import Opened, OpenedLine


def others(pack: Pack, opened: "Opened", line: "OpenedLine", lang: str) -> Markup:
    """The cells of the row that this line left blank: the file and line that told each."""
    row = opened.trace.rows.iloc[line.row]
    if not row["others"]:
        return Markup()
    feed = pack.feeds[row["feed"]]
    rows = [
        (feed[s.column].name_in(lang), _when(s.received_at), s.sender, s.file_name, s.row_no) for s in row["others"]
    ]
    heads = [
        say(lang, "number.col_figure"),
        *(say(lang, f"number.col_{n}") for n in ("received_at", "sender", "file_name", "row_no")),
    ]
    return html("<h3>{}</h3>{}", say(lang, "number.others_title"), table(heads, rows))


def versions(pack: Pack, opened: "Opened", line: "OpenedLine", lang: str) -> Markup:
    """What the row said before, newest first, each with what the next one changed."""
    before = line.versions
    title = html("<h3>{}</h3>", say(lang, "number.before_title"))
    if before.empty:
        return html("{}<p>{}</p>", title, say(lang, "number.before_none"))
    feed = pack.feeds[opened.trace.rows.iloc[line.row]["feed"]]
    o = line.original
    now = dict(zip(o.columns, o.cells, strict=False))
    rows = []
    for old in records(before):
        changes = [
            say(lang, "number.change", column=feed[n].name_in(lang),
                old=shown_cell(_text(old[n]), n, feed, banded=line.banded),
                new=shown_cell(now[n], n, feed, banded=line.banded))
            for n in feed.names
            if n in old and n in now and feed[n].is_number and not _is_equal(old[n], now[n])
        ]  # fmt: skip
        change = listed(lang, changes) or say(lang, "number.no_change")
        state = say(lang, "number.withdrawn" if old["withdrawn"] else "number.replaced")
        rows.append(
            (_when(old["received_at"]), old["sender"], old["file_name"], line_of(int(old["row_no"])), state, change)
        )
    names = ("received_at", "sender", "file_name", "row_no", "state")
    heads = [*(say(lang, f"number.col_{n}") for n in names), say(lang, "number.changed")]
    return title + table(heads, rows)


def _when(value: datetime) -> str:
    return f"{value:%m-%d %H:%M}"


def _text(value: Any) -> str:
    return "" if value is None or value != value else f"{float(value):g}"


def _is_equal(old: Any, new: str) -> bool:
    try:
        return float(new.replace(",", "")) == float(old)
    except (TypeError, ValueError):
        return not new.strip() and _text(old) == ""
