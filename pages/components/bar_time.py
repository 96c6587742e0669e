"""What moves the board in time: the replay's controls, looking back, and the strips that say that it is the past."""

from collections.abc import Sequence
from datetime import datetime

from data_pipeline.board.meetings import last_meetings, meeting_name
from data_pipeline.core.clock import SPEEDS, Clock, last_shown
from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from data_pipeline.words.numbers import day, weekday
from pages.components.html import Markup, html, joined


def times(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> Markup:
    """One fold for all that moves the board in time: the replay's controls, and looking back."""
    paused = clock.speed == 0
    running = said(lang, "pause") if paused else said(lang, "speed", speed=f"{clock.speed:g}")
    pace = "" if clock.is_live or clock.ended else running
    name = "look_back" if clock.is_live else "ended" if clock.ended else "replay"
    return html(
        '<details class="fold back"><summary>{name}{pace}</summary><div>{replay}{back}</div></details>',
        name=said(lang, name),
        pace=html(" <b>{}</b>", pace) if pace else "",
        replay=_replay(operation, clock, lang),
        back=_back(operation, clock, lang, marked),
    )


def _replay(operation: Operation, clock: Clock, lang: str) -> Markup:
    """Pause, speed and jumps; nothing for a live clock, whose time is not ours to move."""
    if clock.is_live:
        return Markup()
    paused = clock.speed == 0
    pause = _button("replay=1" if paused else "replay=0", said(lang, "pause"), paused)
    speeds = joined(
        _button(f"replay={s}", said(lang, "speed", speed=s), clock.speed == s and not clock.ended) for s in SPEEDS
    )
    jumps = joined(
        _button(f"jump={m}", m.removesuffix(":00"), False, said(lang, "jump", hour=m.split(":")[0]))
        for m in operation.meetings
    )
    return html(
        '<span class="groups"><span class="group">{pause}{speeds}</span><span class="group">{jumps}'
        "</span></span><h3>{look_back}</h3>",
        pause=pause,
        speeds=speeds,
        jumps=jumps,
        look_back=said(lang, "look_back"),
    )


def _back(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> Markup:
    """As it stood: by meeting (as seen then, or as told now), or any two moments."""
    rows = Markup()
    for m in last_meetings(operation, clock.now(), marked):
        text = f"{m:%Y-%m-%dT%H:%M}"
        seen, latest = f"asof={text}&known={text}", f"asof={text}&known="
        rows += html(
            "<span>{name}</span>{as_seen}{as_told}",
            name=meeting_name(m, lang),
            as_seen=_button(seen, said(lang, "as_seen"), clock.spoken == m and clock.known == m),
            as_told=_button(latest, said(lang, "as_told_now"), clock.spoken == m and clock.known is None),
        )
    typed = joined(
        html(
            '<label>{name}<input type="datetime-local" data-typed="{key}" value="{moment}"></label>',
            name=said(lang, name),
            key=key,
            moment=f"{moment:%Y-%m-%dT%H:%M}",
        )
        for key, name, moment in (
            ("asof", "spoken_of", clock.shown()),
            ("known", "known_by", clock.known or clock.now()),
        )
    )
    return html(
        '{rows}<span class="typed">{typed}<button data-look>{look}</button></span>',
        rows=rows,
        typed=typed,
        look=said(lang, "look"),
    )


def past_strip(clock: Clock, lang: str) -> Markup:
    """The strip that says the board shows the past. A clock that stands still knows nothing that came later."""
    if not clock.looks_back:
        return Markup()
    spoken, known = clock.shown(), clock.known or (clock.now() if not clock.is_live and clock.speed == 0 else None)
    spoken_of = _told(spoken, lang)
    past = said(lang, "past_known", spoken=spoken_of, known=_told(known, lang)) if known else ""
    return html(
        '<span class="past" role="status"><b>{}</b><button data-set="asof=&amp;known=">{}</button></span>',
        past or said(lang, "past_now", spoken=spoken_of),
        said(lang, "back_to_now"),
    )


def over_strip(operation: Operation, clock: Clock, lang: str) -> Markup:
    """At the end of a replay: when it ended, and from which day and hour it can be seen again."""
    begins = last_shown(operation)
    if not clock.ended or clock.looks_back or begins is None:
        return Markup()
    again = said(lang, "again", at=_told(begins, lang))
    return html(
        '<span class="past over" role="status"><b>{}</b><button data-set="start=last">{}</button></span>',
        said(lang, "over", at=_told(clock.now(), lang)),
        again,
    )


def time(clock: Clock, day_shown_from: int, lang: str) -> Markup:
    """The date stands beside the time wherever the day on the board is not the clock's, and at a replay's end."""
    now: datetime = clock.shown()
    apart = " apart" if clock.ended or now.hour < day_shown_from else ""
    short = " short" if clock.speed > 60 else ""
    return html(
        '<span class="time{apart}"><span class="date">{day} {weekday}</span>'
        '<span class="clock{short}" data-tick="now" aria-label="{clock}">{now}</span></span>',
        apart=apart,
        day=day(now.date(), lang),
        weekday=weekday(now.date(), lang),
        short=short,
        clock=said(lang, "clock"),
        now=f"{now:%H:%M}",
    )


def _button(change: str, text: str, pressed: bool, hint: str = "") -> Markup:
    title = html(' title="{}" aria-label="{}"', hint, hint) if hint else ""
    return html(
        '<button data-set="{change}" aria-pressed="{pressed}"{title}>{text}</button>',
        change=change,
        pressed=str(pressed).lower(),
        title=title,
        text=text,
    )


def _told(moment: datetime, lang: str) -> str:
    return f"{day(moment.date(), lang)} {moment:%H:%M}"


def said(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"frame.{name}", **facts)
