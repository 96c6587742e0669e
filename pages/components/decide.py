"""To decide now: each matter in parts, the same on the desk, on the outlook page and on a wall."""

from collections.abc import Sequence

from data_pipeline.declare import Line
from data_pipeline.outlook.alerts import Alert
from data_pipeline.outlook.day import IN_NEED, Day
from data_pipeline.outlook.decide import Matter
from data_pipeline.sentences.alert import names
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.words import say
from data_pipeline.words.numbers import known
from pages.components.html import Markup, html, joined

NOTHING = Markup()
FIRST = 3  # on the command page; the outlook page has all


def decide(
    day: Day, matters: Sequence[Decision], alerts: Sequence[Alert], lang: str, cards: Markup = NOTHING
) -> Markup:
    """One row for the command page: the first matters, or that there are none. `cards`: what stands at its head too."""
    if not matters and not alerts and day.outlook is None:
        return Markup()  # nobody knows yet
    said = names(day.pack, alerts, day.ops_day, lang)
    if matters:
        none = html('<p class="none">{}</p>', say(lang, _none(day))) if nothing(day, matters) else ""
        items = none + joined(_item(day, m, lang) for m in matters[: FIRST - bool(none)])
    else:
        only = said if alerts else say(lang, _none(day))
        items = html('<p class="only">{}</p>', only)
    bells = html('<p title="{}"><a href="/alerts">{}</a></p>', said, _bells(alerts, lang)) if alerts else ""
    head = html('<div class="decide-head"><h2>{}</h2>{}{}</div>', say(lang, "decide.title"), bells, cards)
    return html('<section class="decide" data-key="decide">{}{}</section>', head, items)


def _none(day: Day) -> str:
    """Who sees some districts only is not told that nothing is to be decided in the others."""
    return "sight.no_matters" if day.parted else "decide.none"


def nothing(day: Day, matters: Sequence[Decision]) -> bool:
    """Whether nothing can be moved that would still change something; once all is past its deadline nobody asks."""
    if day.outlook is None or any(isinstance(m, Matter) for m in matters):
        return False
    rows = [r for x in day.lines("headline") if (r := day.city(x.id)) and r["state"] in IN_NEED]
    late = any(known(r["deadline_at"]) and r["deadline_at"] > (day.now or day.asked) for r in rows)
    return late or not matters


def _item(day: Day, m: Decision, lang: str) -> Markup:
    t = decision_text(day, m, lang)
    sets = f"line={m.line}" + (f"&area={m.area}" if isinstance(m, Matter) else "")
    whole = " ".join(x.strip() for x in (t.gap, t.cause, t.what, t.buys, t.who) if x)
    parts = {"cause": t.cause, "what": t.what, "buys": t.buys, "who": t.who}
    lines = joined(html('<span class="{}">{}</span>', name, x) for name, x in parts.items() if x)
    return html(
        '<button data-key="{key}" data-set="{sets}" title="{whole}"><b>{gap}</b>{lines}</button>',
        key=key(m),
        sets=sets,
        whole=whole,
        gap=t.gap,
        lines=lines,
    )


def key(m: Decision) -> str:
    return f"{m.line}-{m.area}" if isinstance(m, Matter) else m.line


def moves_told(day: Day, line: Line, matters: Sequence[Decision], lang: str) -> str:
    """The moves between districts that speed up one line: those that are to be decided, and no others."""
    own = [m for m in matters if isinstance(m, Matter) and m.line == line.id and m.order.moves]
    if not own:
        return say(lang, "sight.no_moves") if day.parted else say(lang, "outlook.no_moves", line=line.short(lang))
    parts = [decision_text(day, m, lang) for m in own]
    return "".join(say(lang, "decide.move", gap=t.gap, what=t.what, buys=t.buys) for t in parts).strip()


def _bells(alerts: Sequence[Alert], lang: str) -> str:
    return say(lang, "decide.alerts", n=len(alerts))
