"""The table of alerts, one alert with what became of it, and where they are sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from data_pipeline.outbox.gather import Rate
from data_pipeline.outbox.notice import Notice
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.alerts import Alerts, seen, silenced, state
from pages.components.data_table import DataTable, TableColumn
from pages.components.html import Markup, html, joined

WIDTHS = {"state": 150, "name": 430, "since": 110, "seen": 230, "silenced": 230}


def lead(of: Alerts, lang: str) -> str:
    own = of.standing
    seen, quiet = sum(bool(of.seen_by(n)) for n in own), sum(bool(of.silence(n)) for n in own)
    return say(lang, "alert.lead", n=len(own), unseen=len(own) - seen, quiet=quiet) if own else say(lang, "alert.none")


def alerts_table(of: Alerts, shown: Sequence[Notice], chosen: Notice | None, lang: str) -> DataTable:
    """One row per alert, as given; a press opens it."""
    kinds = {"state": "state"}
    columns = [TableColumn(c, say(lang, f"alert.column_{c}"), kinds.get(c, "text"), w) for c, w in WIDTHS.items()]  # type: ignore[arg-type]
    rows = [_row(of, n, lang) for n in shown]
    presses = tuple(f"id={quote(n.after or n.key)}" for n in shown)
    marked = next((at for at, n in enumerate(shown) if n is chosen), None)
    return DataTable.of(
        "", columns, rows, nothing=say(lang, "alert.none_fits"), alt=say(lang, "page_name.alerts"),
        presses=presses, chosen=marked,
    )  # fmt: skip


def _row(of: Alerts, n: Notice, lang: str) -> dict[str, object]:
    return {
        "state": state(of, n, lang), "name": n.name[lang], "since": moment(n.at, of.ops_day, lang),
        "seen": seen(of, n, lang), "silenced": silenced(of, n, lang),
    }  # fmt: skip


def one(of: Alerts, n: Notice, lang: str) -> Markup:
    """What it says, the board as it stood, and what became of it."""
    lines = [x for x in (seen(of, n, lang), silenced(of, n, lang)) if x]
    return html(
        '<div class="dk action"><p class="what">{text}</p><p><a href="{way}&amp;lang={lang}" target="_self">{open}</a>'
        "</p>{lines}</div>",
        text=joined(n.text[lang].split("\n"), "<br>"),
        way=n.board,
        lang=lang,
        open=say(lang, "alert.open_board"),
        lines=joined(html("<p>{}</p>", x) for x in lines),
    )


def channels(of: Sequence[Rate], every_min: int, hour: Mapping[float, datetime], lang: str) -> Markup:
    """Where they are sent and how often. `hour`: of seconds of the machine's clock."""
    if not of:
        return html('<div class="dk action"><p>{}</p></div>', say(lang, "alert.no_channel"))
    items = joined(html("<li>{}</li>", _rate(r, hour, lang)) for r in of)
    note = say(lang, "alert.every", minutes=every_min)
    return html('<div class="dk action"><p>{}</p><ol class="life">{}</ol></div>', note, items)


def _rate(of: Rate, hour: Mapping[float, datetime], lang: str) -> Markup:
    if of.last is None:
        text = say(lang, "alert.rate_none", waiting=of.waiting)
    else:
        facts = {"last": f"{hour[of.last]:%m-%d %H:%M}", "n": of.lately, "waiting": of.waiting}
        text = say(lang, "alert.rate", next=f"{hour[of.next]:%H:%M}", **facts)
    return html('<span class="muted">{}</span> {}', of.channel, text)
