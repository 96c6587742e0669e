"""The bar on top of every page, as HTML: name, menu, replay, language, theme, day and clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from data_pipeline.core.clock import OPENS_AT, SPEEDS, Clock
from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from data_pipeline.words.language import after, language
from data_pipeline.words.numbers import day, weekday
from pages.components.meetings import last_meetings, meeting_name
from pages.model.menu import HIDDEN, MORE


@dataclass(frozen=True)
class Beside:
    """What stands in the bar for this visitor. `own`: that other districts are not shown; `account`: their name, where
    they are signed in; `go`: the address and word of the way out or in, where there is a sign-in."""

    own: str = ""
    account: str = ""
    go: tuple[str, str] | None = None


@dataclass(frozen=True)
class Bar:
    """`menu`: (page id, title, is this page); `place`: the name of the area the board is of; `marked`: meetings."""

    operation: Operation
    place: str
    menu: Sequence[tuple[str, str, bool]]
    clock: Clock
    marked: Sequence[datetime] = ()
    beside: Beside = Beside()


def bar(of: Bar, lang: str, theme: str) -> str:
    operation, clock = of.operation, of.clock
    chip = _mark(operation, lang)
    if operation.simulated:
        chip += f'<span class="chip" title="{_s(lang, "simulated_hint")}"><b>{_s(lang, "simulated")}</b></span>'
    return (
        f'<span class="brand"><i></i>{_s(lang, "board")}<span class="place">{escape(of.place)}</span></span>'
        f'{_menu(of.menu, lang)}{chip}<span class="space"></span>'
        f'<span class="lost" role="status">{_s(lang, "link_down")}</span>'
        f"{_times(operation, clock, lang, of.marked)}{_account(of.beside)}{_switches(lang, theme)}"
        f"{_time(clock, operation.day_shown_from, lang)}{_past(clock, lang)}"
        f"{_over(operation, clock, lang)}{_own(of.beside)}"
    )


def _mark(operation: Operation, lang: str) -> str:
    """The pack's mark of classification."""
    told = operation.marked(lang)
    return f'<span class="mark">{escape(told)}</span>' if told else ""


def _account(of: Beside) -> str:
    name = f'<span class="name" title="{escape(of.account)}">{escape(of.account)}</span>' if of.account else ""
    go = f'<a href="{escape(of.go[0])}" title="{escape(of.account)}">{escape(of.go[1])}</a>' if of.go else ""
    return f'<span class="account">{name}{go}</span>' if of.go else ""


def _own(of: Beside) -> str:
    return f'<span class="own" role="note">{escape(of.own)}</span>' if of.own else ""


def _s(lang: str, name: str, **facts: object) -> str:
    return escape(say(lang, f"frame.{name}", **facts))


def _menu(menu: Sequence[tuple[str, str, bool]], lang: str) -> str:
    """Pages one by one, then those behind one word. A page that is reached from a figure is not in it."""
    shown = [x for x in menu if x[0] not in HIDDEN]
    first, more = ([_link(*x) for x in shown if (x[0] in MORE) == behind] for behind in (False, True))
    open_here = any(here for id, _, here in shown if id in MORE)
    rest = (
        f"<details><summary{' aria-current=page' if open_here else ''}>{_s(lang, 'more')}</summary>"
        f"<div>{''.join(more)}</div></details>"
    )
    inside = "".join(first) + (rest if len(more) > 1 else "".join(more))
    return f'<nav aria-label="{_s(lang, "menu")}">{inside}</nav>' if len(shown) > 1 else ""


def _link(id: str, title: str, here: bool) -> str:
    return f'<a href="/{escape(id)}" data-go="{escape(id)}"{" aria-current=page" if here else ""}>{escape(title)}</a>'


def _times(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> str:
    """One fold for all that moves the board in time: the replay's controls, and looking back."""
    paused = clock.speed == 0
    pace = "" if clock.is_live or clock.ended else _s(lang, "pause") if paused else _s(
        lang, "speed", speed=f"{clock.speed:g}")  # fmt: skip
    name = "look_back" if clock.is_live else "ended" if clock.ended else "replay"
    return (
        f'<details class="fold back"><summary>{_s(lang, name)}{f" <b>{pace}</b>" if pace else ""}</summary>'
        f"<div>{_replay(operation, clock, lang)}{_back(operation, clock, lang, marked)}</div></details>"
    )


def _replay(operation: Operation, clock: Clock, lang: str) -> str:
    """Pause, speed and jumps; nothing for a live clock, whose time is not ours to move."""
    if clock.is_live:
        return ""
    paused = clock.speed == 0
    pause = _button("replay=1" if paused else "replay=0", _s(lang, "pause"), paused)
    speeds = "".join(
        _button(f"replay={s}", _s(lang, "speed", speed=s), clock.speed == s and not clock.ended) for s in SPEEDS
    )
    jumps = "".join(
        _button(f"jump={m}", m.removesuffix(":00"), False, _s(lang, "jump", hour=m.split(":")[0]))
        for m in operation.meetings
    )
    return (
        f'<span class="groups"><span class="group">{pause}{speeds}</span><span class="group">{jumps}</span></span>'
        f"<h3>{_s(lang, 'look_back')}</h3>"
    )


def _back(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> str:
    """As it stood: by meeting (as seen then, or as told now), or any two moments."""
    rows = ""
    for m in last_meetings(operation, clock.now(), marked):
        text = f"{m:%Y-%m-%dT%H:%M}"
        seen, told = f"asof={text}&known={text}", f"asof={text}&known="
        rows += (
            f"<span>{escape(meeting_name(m, lang))}</span>"
            f"{_button(escape(seen), _s(lang, 'as_seen'), clock.spoken == m and clock.known == m)}"
            f"{_button(escape(told), _s(lang, 'as_told_now'), clock.spoken == m and clock.known is None)}"
        )
    typed = "".join(
        f'<label>{_s(lang, name)}<input type="datetime-local" data-typed="{key}" '
        f'value="{moment:%Y-%m-%dT%H:%M}"></label>'
        for key, name, moment in (
            ("asof", "spoken_of", clock.shown()),
            ("known", "known_by", clock.known or clock.now()),
        )
    )
    return f'{rows}<span class="typed">{typed}<button data-look>{_s(lang, "look")}</button></span>'


def _past(clock: Clock, lang: str) -> str:
    """The strip that says the board shows the past."""
    if not clock.looks_back:
        return ""
    spoken, known = clock.shown(), clock.known
    told = _s(lang, "past_known", spoken=_told(spoken, lang), known=_told(known, lang)) if known else _s(
        lang, "past_now", spoken=_told(spoken, lang))  # fmt: skip
    return (
        f'<span class="past" role="status"><b>{told}</b>'
        f'<button data-set="asof=&amp;known=">{_s(lang, "back_to_now")}</button></span>'
    )


def _over(operation: Operation, clock: Clock, lang: str) -> str:
    """At the end of a replay: when it ended, and from which day and hour it can be seen again."""
    if not clock.ended or clock.looks_back or not operation.last_day:
        return ""
    again = _s(lang, "again", at=_told(datetime.combine(operation.last_day, OPENS_AT), lang))
    return (
        f'<span class="past over" role="status"><b>{_s(lang, "over", at=_told(clock.now(), lang))}</b>'
        f'<button data-set="start=last">{again}</button></span>'
    )


def _told(moment: datetime, lang: str) -> str:
    return f"{day(moment.date(), lang)} {moment:%H:%M}"


def _button(change: str, text: str, pressed: bool, hint: str = "") -> str:
    title = f' title="{hint}" aria-label="{hint}"' if hint else ""
    return f'<button data-set="{change}" aria-pressed="{str(pressed).lower()}"{title}>{text}</button>'


def _switches(lang: str, theme: str) -> str:
    other_theme, to = "light" if theme == "dark" else "dark", language(after(lang))
    hint = escape(say(lang, "frame.to_language", name=language(lang).called.get(to.code, to.name)))
    return (
        f'<span class="groups"><span class="group">'
        f'<button data-set="lang={to.code}" lang="{to.tag}" title="{hint}">{escape(to.short)}</button>'
        f'<button data-theme-to="{other_theme}" title="{_s(lang, "theme_hint")}">'
        f"{_s(lang, f'to_{other_theme}')}</button>"
        "</span></span>"
    )


def _time(clock: Clock, day_shown_from: int, lang: str) -> str:
    """The date stands beside the time wherever the day on the board is not the clock's, and at a replay's end."""
    now: datetime = clock.shown()
    apart = " apart" if clock.ended or now.hour < day_shown_from else ""
    short = " short" if clock.speed > 60 else ""
    return (
        f'<span class="time{apart}">'
        f'<span class="date">{escape(day(now.date(), lang))} {weekday(now.date(), lang)}</span>'
        f'<span class="clock{short}" data-tick="now" aria-label="{_s(lang, "clock")}">{now:%H:%M}</span></span>'
    )
