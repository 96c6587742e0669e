"""Alerts that stand: since when, who has acknowledged them, what is silenced and until when. Steps of actions that are
overdue stand with what was decided."""

from collections.abc import Iterator

from data_pipeline.brief.material import Material
from data_pipeline.brief.model import Block, Sentence, Table
from data_pipeline.outbox.notice import ALERT, Notice
from data_pipeline.outbox.noticed import notices
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.silences import Silence
from data_pipeline.words import say
from data_pipeline.words.numbers import moment

COLUMNS = ("name", "seen", "silenced")
LISTED = 12


def alerts(of: Material) -> Iterator[Block]:
    """Of the city and every district in sight; of one district those that are its own."""
    lang, title = of.lang, say(of.lang, "page_name.alerts")
    found = [n for n in notices(of.board, of.moment) if n.kind == ALERT and not n.eased and _concerns(of, n)]
    if not found:
        yield Sentence(say(lang, "alert.none"), lead=title)
        return
    seen, quiet = of.board.acknowledged(of.moment.known_at), of.board.silences(of.moment.known_at)
    rows = [[n.name[lang], _seen(of, seen.get(n.key)), _silenced(of, quiet.get(n.subject))] for n in found[:LISTED]]
    more = len(found) - LISTED
    note = say(lang, "brief.alerts_more", count=more) if more > 0 else ""
    yield Table("alerts", title, [say(lang, f"alert.column_{c}") for c in COLUMNS], rows, note)


def _concerns(of: Material, n: Notice) -> bool:
    if not of.is_city:
        return n.area == of.area
    return of.wanted.sight.sees(of.pack, n.area)


def _seen(of: Material, by: Logged | None) -> str:
    if by is None:
        return say(of.lang, "alert.state_stands")
    return say(of.lang, "alert.seen", by=by.by, at=moment(by.known_at, of.day.ops_day, of.lang))


def _silenced(of: Material, quiet: Silence | None) -> str:
    if quiet is None:
        return "—"
    until = moment(quiet.until, of.day.ops_day, of.lang)
    return say(of.lang, "alert.silenced", until=until, by=quiet.by, says=quiet.says)
