"""One line that leaves the board once by each channel that takes it: an alert that was raised or eased, a step of an
action that is overdue. The same whoever makes it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from data_pipeline.core.clock import AsOf, frozen
from data_pipeline.outlook.alerts import Alert
from data_pipeline.outlook.day import Day
from data_pipeline.sentences import alert as texts
from data_pipeline.words import LANGUAGES

ALERT, ACTION = "alert", "action"  # what a channel may take
Said = Mapping[str, str]  # by language


@dataclass(frozen=True)
class Notice:
    """`key`: of this one, by which it is acknowledged. `subject`: by which all about the same are silenced. `after`:
    sent only to whom that one was sent. `board`: where it is seen; `link`: where it is acknowledged, and seen as it
    stood. `facts`: for machines. `figure`: the newest of an indicator that is beyond its edge."""

    key: str
    subject: str
    kind: str
    at: datetime
    name: Said
    text: Said
    board: str
    link: str
    area: str = ""
    after: str = ""
    eased: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    figure: Said = field(default_factory=dict)


def of_alerts(day: Day, of: Iterable[Alert], moment: AsOf) -> Iterator[Notice]:
    """Of each the one of being raised, and where it eased that too."""
    for a in of:
        if a.eased is None:
            yield _notice(day, a, moment)
        else:
            yield _notice(day, a, moment, after=a.key)


def _notice(day: Day, a: Alert, moment: AsOf, after: str = "") -> Notice:
    line = a.about if a.about in day.pack.lines else ""
    return Notice(
        key=f"{a.key}:eased" if after else a.key,
        subject=a.subject,
        kind=ALERT,
        at=a.eased or a.since,
        name={lang: texts.name(day.pack, a, day.ops_day, lang) for lang in LANGUAGES},
        text={lang: texts.text(day, a, lang) for lang in LANGUAGES},
        board="/?" + urlencode({"clock": clock_of(moment), "line": line, "area": a.area}),
        link=link(a.key, clock_of(moment)),
        area=a.area,
        after=after,
        eased=bool(after),
        facts={"kind": a.kind, "about": a.about, "area": a.area, "since": a.since.isoformat(),
               "eased": a.eased and a.eased.isoformat(), "state": texts.state(day.pack, a)},
        figure={lang: texts.newest(day.pack, a, day.ops_day, lang) for lang in LANGUAGES},
    )  # fmt: skip


def clock_of(moment: AsOf) -> str:
    """The clock that shows this board again."""
    return frozen(moment.known_at, moment.shown or moment.as_of)


def link(key: str, clock: str) -> str:
    """The page on which a person acknowledges it. Opening it changes nothing."""
    return "/alerts?" + urlencode({"clock": clock, "id": key})
