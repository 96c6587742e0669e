"""View of the alerts: what stands, since when, at which level, who has acknowledged it, until when it is silenced."""

from collections.abc import Sequence

from data_pipeline.outbox.notice import ACTION, Notice
from data_pipeline.outlook.alerts import EDGE
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import moment
from pages.components.alerts import Alerts, seen, silenced, state
from pages.components.html import Markup, html, joined
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

HIGH = 4.2, 5.6  # em that one alert takes
MOST = 12


def alerts(seen_: Seen) -> list[View]:
    """Those nobody has acknowledged first, then the oldest; that none stands is a sentence."""
    lang, of = seen_.lang, seen_.alerts
    if of is None:
        return []
    own = sorted(of.standing, key=lambda n: (of.silence(n) is not None, of.seen_by(n) is not None, n.at, n.key))
    if not own and seen_.day.outlook is None:
        return []  # until the days before are worked out nobody knows
    if not own:
        return [View("alerts", say(lang, "alert.wall_none"), html('<div class="empty-view"></div>'))]
    views = parts(own[:MOST], seen_.room.fitting(seen_.room.high, by_width(lang, *HIGH)))
    return [View(f"alerts{n or ''}", _title(of, own, n, lang), _items(of, some, lang)) for n, some in enumerate(views)]


def _title(of: Alerts, own: Sequence[Notice], page: int, lang: str) -> str:
    if page:
        return say(lang, "alert.wall_more")
    unseen = sum(of.seen_by(n) is None for n in own)
    return say(lang, "alert.wall" if unseen else "alert.wall_seen", n=len(own), unseen=unseen)


def _items(of: Alerts, some: Sequence[Notice], lang: str) -> Markup:
    return html('<div class="decisions">{}</div>', joined(_item(of, n, lang) for n in some))


def _stands(of: Alerts, n: Notice, lang: str) -> str:
    """What its name does not say: state of an indicator, since when a step is overdue; and who has acknowledged it."""
    if n.kind == ACTION:
        said = say(lang, "alert.wall_since", since=moment(n.at, of.ops_day, lang))
    else:
        said = say(lang, f"state.{n.facts['state']}") if n.facts["kind"] == EDGE else ""
    by = seen(of, n, lang) or say(lang, "alert.state_stands")
    figure = n.figure.get(lang, "").rstrip("。. ")  # one of several, no sentence here
    return say(lang, "text.apart").join(x for x in (said, figure, by) if x)


def _item(of: Alerts, n: Notice, lang: str) -> Markup:
    lines = (_stands(of, n, lang), silenced(of, n, lang))
    return html(
        '<div class="decision {late}" data-key="alert-{key}"><b data-fig>{glyph} {name}</b>{lines}</div>',
        late="" if of.seen_by(n) or of.silence(n) else "late",
        key=n.key,
        glyph=GLYPHS.get(str(n.facts.get("state")), state(of, n, lang)[0]),  # of what it speaks; a late feed has none
        name=n.name[lang],
        lines=joined(html("<span data-fig>{}</span>", x) for x in lines if x),
    )
