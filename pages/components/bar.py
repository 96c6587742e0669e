"""The bar on top of every page, as HTML: name, menu, replay, language, theme, day and clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data_pipeline.core.clock import OPENS_AT, SPEEDS, Clock
from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from data_pipeline.words.language import after, language
from data_pipeline.words.numbers import day, weekday
from pages.components.html import Markup, html, joined
from pages.components.meetings import last_meetings, meeting_name
from pages.model.menu import HIDDEN, MORE

HERE = Markup(" aria-current=page")


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


def bar(of: Bar, lang: str, theme: str) -> Markup:
    operation, clock = of.operation, of.clock
    chip = _mark(operation, lang)
    if operation.simulated:
        chip += html(
            '<span class="chip" title="{}"><b>{}</b></span>', _s(lang, "simulated_hint"), _s(lang, "simulated")
        )
    return html(
        '<span class="brand"><i></i>{board}<span class="place">{place}</span></span>{menu}{chip}'
        '<span class="space"></span><span class="lost" role="status">{link_down}'
        "</span>{times}{account}{switches}{time}{past}{over}{own}",
        board=_s(lang, "board"),
        place=of.place,
        menu=_menu(of.menu, lang),
        chip=chip,
        link_down=_s(lang, "link_down"),
        times=_times(operation, clock, lang, of.marked),
        account=_account(of.beside),
        switches=_switches(lang, theme),
        time=_time(clock, operation.day_shown_from, lang),
        past=_past(clock, lang),
        over=_over(operation, clock, lang),
        own=_own(of.beside),
    )


def _mark(operation: Operation, lang: str) -> Markup:
    """The pack's mark of classification."""
    told = operation.marked(lang)
    return html('<span class="mark">{}</span>', told) if told else Markup()


def _account(of: Beside) -> Markup:
    name = html('<span class="name" title="{}">{}</span>', of.account, of.account) if of.account else ""
    if not of.go:
        return Markup()
    address, word = of.go
    go = html('<a href="{to}" title="{account}">{word}</a>', to=address, account=of.account, word=word)
    return html('<span class="account">{}{}</span>', name, go)


def _own(of: Beside) -> Markup:
    return html('<span class="own" role="note">{}</span>', of.own) if of.own else Markup()


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"frame.{name}", **facts)


def _menu(menu: Sequence[tuple[str, str, bool]], lang: str) -> Markup:
    """Pages one by one, then those behind one word. A page that is reached from a figure is not in it."""
    shown = [x for x in menu if x[0] not in HIDDEN]
    first, more = ([_link(*x) for x in shown if (x[0] in MORE) == behind] for behind in (False, True))
    open_here = any(here for id, _, here in shown if id in MORE)
    rest = html(
        "<details><summary{here}>{word}</summary><div>{pages}</div></details>",
        here=HERE if open_here else "",
        word=_s(lang, "more"),
        pages=joined(more),
    )
    inside = joined(first) + (rest if len(more) > 1 else joined(more))
    return html('<nav aria-label="{}">{}</nav>', _s(lang, "menu"), inside) if len(shown) > 1 else Markup()


def _link(id: str, title: str, here: bool) -> Markup:
    return html('<a href="/{id}" data-go="{id}"{here}>{title}</a>', id=id, here=HERE if here else "", title=title)


def _times(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> Markup:
    """One fold for all that moves the board in time: the replay's controls, and looking back."""
    paused = clock.speed == 0
    running = _s(lang, "pause") if paused else _s(lang, "speed", speed=f"{clock.speed:g}")
    pace = "" if clock.is_live or clock.ended else running
    name = "look_back" if clock.is_live else "ended" if clock.ended else "replay"
    return html(
        '<details class="fold back"><summary>{name}{pace}</summary><div>{replay}{back}</div></details>',
        name=_s(lang, name),
        pace=html(" <b>{}</b>", pace) if pace else "",
        replay=_replay(operation, clock, lang),
        back=_back(operation, clock, lang, marked),
    )


def _replay(operation: Operation, clock: Clock, lang: str) -> Markup:
    """Pause, speed and jumps; nothing for a live clock, whose time is not ours to move."""
    if clock.is_live:
        return Markup()
    paused = clock.speed == 0
    pause = _button("replay=1" if paused else "replay=0", _s(lang, "pause"), paused)
    speeds = joined(
        _button(f"replay={s}", _s(lang, "speed", speed=s), clock.speed == s and not clock.ended) for s in SPEEDS
    )
    jumps = joined(
        _button(f"jump={m}", m.removesuffix(":00"), False, _s(lang, "jump", hour=m.split(":")[0]))
        for m in operation.meetings
    )
    return html(
        '<span class="groups"><span class="group">{pause}{speeds}</span><span class="group">{jumps}'
        "</span></span><h3>{look_back}</h3>",
        pause=pause,
        speeds=speeds,
        jumps=jumps,
        look_back=_s(lang, "look_back"),
    )


def _back(operation: Operation, clock: Clock, lang: str, marked: Sequence[datetime]) -> Markup:
    """As it stood: by meeting (as seen then, or as told now), or any two moments."""
    rows = Markup()
    for m in last_meetings(operation, clock.now(), marked):
        text = f"{m:%Y-%m-%dT%H:%M}"
        seen, told = f"asof={text}&known={text}", f"asof={text}&known="
        rows += html(
            "<span>{name}</span>{as_seen}{as_told}",
            name=meeting_name(m, lang),
            as_seen=_button(seen, _s(lang, "as_seen"), clock.spoken == m and clock.known == m),
            as_told=_button(told, _s(lang, "as_told_now"), clock.spoken == m and clock.known is None),
        )
    typed = joined(
        html(
            '<label>{name}<input type="datetime-local" data-typed="{key}" value="{moment}"></label>',
            name=_s(lang, name),
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
        look=_s(lang, "look"),
    )


def _past(clock: Clock, lang: str) -> Markup:
    """The strip that says the board shows the past."""
    if not clock.looks_back:
        return Markup()
    spoken, known = clock.shown(), clock.known
    spoken_of = _told(spoken, lang)
    past = _s(lang, "past_known", spoken=spoken_of, known=_told(known, lang)) if known else ""
    return html(
        '<span class="past" role="status"><b>{}</b><button data-set="asof=&amp;known=">{}</button></span>',
        past or _s(lang, "past_now", spoken=spoken_of),
        _s(lang, "back_to_now"),
    )


def _over(operation: Operation, clock: Clock, lang: str) -> Markup:
    """At the end of a replay: when it ended, and from which day and hour it can be seen again."""
    if not clock.ended or clock.looks_back or not operation.last_day:
        return Markup()
    again = _s(lang, "again", at=_told(datetime.combine(operation.last_day, OPENS_AT), lang))
    return html(
        '<span class="past over" role="status"><b>{}</b><button data-set="start=last">{}</button></span>',
        _s(lang, "over", at=_told(clock.now(), lang)),
        again,
    )


def _told(moment: datetime, lang: str) -> str:
    return f"{day(moment.date(), lang)} {moment:%H:%M}"


def _button(change: str, text: str, pressed: bool, hint: str = "") -> Markup:
    title = html(' title="{}" aria-label="{}"', hint, hint) if hint else ""
    return html(
        '<button data-set="{change}" aria-pressed="{pressed}"{title}>{text}</button>',
        change=change,
        pressed=str(pressed).lower(),
        title=title,
        text=text,
    )


def _switches(lang: str, theme: str) -> Markup:
    other_theme, to = "light" if theme == "dark" else "dark", language(after(lang))
    hint = say(lang, "frame.to_language", name=language(lang).called.get(to.code, to.name))
    return html(
        '<span class="groups"><span class="group">'
        '<button data-set="lang={code}" lang="{tag}" title="{hint}">{short}</button>'
        '<button data-theme-to="{theme}" title="{theme_hint}">{to_theme}</button></span>'
        "</span>",
        code=to.code,
        tag=to.tag,
        hint=hint,
        short=to.short,
        theme=other_theme,
        theme_hint=_s(lang, "theme_hint"),
        to_theme=_s(lang, f"to_{other_theme}"),
    )


def _time(clock: Clock, day_shown_from: int, lang: str) -> Markup:
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
        clock=_s(lang, "clock"),
        now=f"{now:%H:%M}",
    )
