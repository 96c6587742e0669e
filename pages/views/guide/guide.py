"""What leadership, analysts and meeting rooms come to do, and the page on which it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from data_pipeline.declare import Pack
from data_pipeline.words import say
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn, panel
from pages.model.menu import in_menu


@dataclass(frozen=True)
class Task:
    """`id`: of its two sentences; `page`: where it is done; `briefs`: of operations that declare one."""

    id: str
    page: str
    briefs: bool = False


TASKS = {
    "leadership": (
        Task("clear", "command"),
        Task("sure", "outlook"),
        Task("among", "cities"),
        Task("decided", "actions"),
        Task("edge", "alerts"),
        Task("brief", "briefs", briefs=True),
        Task("past", "command"),
    ),
    "analysts": (
        Task("send", "upload"),
        Task("undo", "loads"),
        Task("missing", "health"),
        Task("means", "definitions"),
        Task("table", "explore"),
        Task("target", "targets"),
        Task("another", "operation"),
    ),
    "rooms": (Task("screen", "wall-setup"), Task("together", "wall-setup"), Task("copy", "command")),
}


def guide(pack: Pack, lang: str, *, together: bool) -> Drawn:
    """`together`: the operation is one of several cities."""
    parts = joined(
        panel(f"guide-{user}", say(lang, f"guide.{user}"), _list(tasks_of(user, pack, together=together), lang))
        for user in TASKS
    )
    return Drawn(html('<div class="guide">{}</div>', parts))


def tasks_of(user: str, pack: Pack, *, together: bool) -> Iterator[Task]:
    """Those that this operation has something for."""
    menu = in_menu(pack, together=together)
    return (t for t in TASKS[user] if t.page in menu and (pack.briefs or not t.briefs))


def _list(tasks: Iterator[Task], lang: str) -> Markup:
    items = joined(
        html(
            '<dt><a class="every" href="/{page}">{what}</a></dt><dd>{how}</dd>',
            page=t.page,
            what=say(lang, f"guide.{t.id}"),
            how=say(lang, f"guide.{t.id}_how"),
        )
        for t in tasks
    )
    return html("<dl>{}</dl>", items)
