"""The alerts of a moment with what became of each: who acknowledged it, and until when it is silenced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_pipeline.outbox.notice import Notice
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.silences import Silence
from data_pipeline.words import say
from data_pipeline.words.numbers import moment

STANDS, SEEN, EASED = "▲", "◐", "●"


@dataclass(frozen=True)
class Alerts:
    """`seen`: key → who saw it first; `silences`: subject → the silence that holds."""

    notices: Sequence[Notice]
    seen: Mapping[str, Logged]
    silences: Mapping[str, Silence]
    ops_day: date

    @property
    def standing(self) -> list[Notice]:
        return [n for n in self.notices if not n.eased]

    def of(self, key: str) -> Notice | None:
        """The one with that key, or what became of it."""
        found = {n.key: n for n in self.notices} | {n.after: n for n in self.notices if n.after}
        return found.get(key)

    def seen_by(self, of: Notice) -> Logged | None:
        return self.seen.get(of.after or of.key)

    def silence(self, of: Notice) -> Silence | None:
        return self.silences.get(of.subject)


def state(of: Alerts, n: Notice, lang: str) -> str:
    """With its glyph, by which the kit colours it."""
    if n.eased:
        return f"{EASED} {say(lang, 'alert.state_eased')}"
    return f"{SEEN} {say(lang, 'alert.state_seen')}" if of.seen_by(n) else f"{STANDS} {say(lang, 'alert.state_stands')}"


def seen(of: Alerts, n: Notice, lang: str) -> str:
    by = of.seen_by(n)
    return say(lang, "alert.seen", by=by.by, at=moment(by.known_at, of.ops_day, lang)) if by else ""


def silenced(of: Alerts, n: Notice, lang: str) -> str:
    quiet = of.silence(n)
    if quiet is None:
        return ""
    return say(lang, "alert.silenced", until=moment(quiet.until, of.ops_day, lang), by=quiet.by, says=quiet.says)
