"""The bar on top of every page, as HTML: name, menu, replay, language, theme, day and clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from data_pipeline.core.clock import Clock
from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from data_pipeline.words.language import after, language
from pages.components.bar_time import over_strip, past_strip, said, time, times
from pages.components.html import Markup, html, joined
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
            '<span class="chip" title="{}"><b>{}</b></span>', said(lang, "simulated_hint"), said(lang, "simulated")
        )
    return html(
        '<span class="brand"><i></i>{board}<span class="place">{place}</span></span>{menu}{chip}'
        '<span class="space"></span><span class="lost" role="status">{link_down}'
        "</span>{times}{account}{switches}{time}{past}{over}{own}",
        board=said(lang, "board"),
        place=of.place,
        menu=_menu(of.menu, clock, lang),
        chip=chip,
        link_down=said(lang, "link_down"),
        times=times(operation, clock, lang, of.marked),
        account=_account(of.beside),
        switches=_switches(lang, theme),
        time=time(clock, operation.day_shown_from, lang),
        past=past_strip(clock, lang),
        over=over_strip(operation, clock, lang),
        own=_own(of.beside),
    )


def _mark(operation: Operation, lang: str) -> Markup:
    """The pack's mark of classification."""
    mark = operation.marked(lang)
    return html('<span class="mark">{}</span>', mark) if mark else Markup()


def _account(of: Beside) -> Markup:
    name = html('<span class="name" title="{}">{}</span>', of.account, of.account) if of.account else ""
    if not of.go:
        return Markup()
    address, word = of.go
    go = html('<a href="{to}" title="{account}">{word}</a>', to=address, account=of.account, word=word)
    return html('<span class="account">{}{}</span>', name, go)


def _own(of: Beside) -> Markup:
    return html('<span class="own" role="note">{}</span>', of.own) if of.own else Markup()


def _menu(menu: Sequence[tuple[str, str, bool]], clock: Clock, lang: str) -> Markup:
    """Pages one by one, then those behind one word, and the copy to take along. A page that is reached from a figure is
    not in it."""
    shown = [x for x in menu if x[0] not in HIDDEN]
    first, more = ([_link(*x) for x in shown if (x[0] in MORE) == behind] for behind in (False, True))
    open_here = any(here for id, _, here in shown if id in MORE)
    rest = html(
        "<details><summary{here}>{word}</summary><div>{pages}{tour}{copy}</div></details>",
        here=HERE if open_here else "",
        word=said(lang, "more"),
        pages=joined(more),
        tour=html('<a href="/command" data-tour-from>{}</a>', say(lang, "tour.name")),
        copy=_copy(clock, lang),
    )
    inside = joined(first) + (rest if len(more) > 1 else joined(more))
    return html('<nav aria-label="{}">{}</nav>', said(lang, "menu"), inside) if len(shown) > 1 else Markup()


def _copy(clock: Clock, lang: str) -> Markup:
    asked = {"lang": lang} | ({} if clock.is_live else {"clock": clock.text()})
    return html(
        '<a href="/export/offline.html?{asked}" download title="{hint}">{word}</a>',
        asked=urlencode(asked),
        hint=say(lang, "offline.take_hint"),
        word=say(lang, "offline.take"),
    )


def _link(id: str, title: str, here: bool) -> Markup:
    return html('<a href="/{id}" data-go="{id}"{here}>{title}</a>', id=id, here=HERE if here else "", title=title)


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
        theme_hint=said(lang, "theme_hint"),
        to_theme=said(lang, f"to_{other_theme}"),
    )
