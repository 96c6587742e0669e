"""A titled panel, and the two things every chart carries: a text for those who cannot see it, and its table twin."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TypedDict, Unpack

from data_pipeline.words import say
from pages.components.charts.figure import checked

Cell = str | int | float


@dataclass(frozen=True)
class Drawn:
    """What a part gives: HTML, and the figures (plain dicts) that go into its chart slots."""

    html: str
    charts: dict[str, dict] = field(default_factory=dict)


class Around(TypedDict, total=False):
    """What stands around a panel's body: a note under the title, tools at its right, its class."""

    note: str
    tools: str
    css: str


def panel(id: str, title: str, body: str, **around: Unpack[Around]) -> str:
    note, tools, css = (around.get(x, "") for x in ("note", "tools", "css"))
    told = (
        f'<span class="note">{"".join(f"<span>{escape(n)}</span>" for n in note.split(" · "))}</span>' if note else ""
    )
    return (
        f'<section class="panel {css}" data-key="{escape(id)}" aria-labelledby="{escape(id)}-title">'
        f'<header><h2 id="{escape(id)}-title">{escape(title)}</h2>{told}<span class="tools">{tools}</span></header>'
        f"{body}</section>"
    )


def chart_panel(id: str, title: str, figure: dict, alt: str, twin: str, lang: str, **around: Unpack[Around]) -> Drawn:
    """A panel with one chart; its button turns the chart into the table and back, in the browser alone."""
    button = (
        f'<button class="flip" data-flip="{escape(id)}" aria-pressed="false" '
        f'title="{escape(say(lang, "panel.as_table_hint"))}">'
        f'<span class="to-table">{say(lang, "panel.as_table")}</span>'
        f'<span class="to-chart">{say(lang, "panel.as_chart")}</span></button>'
    )
    body = (
        f'<div class="chart" data-chart="{escape(id)}" role="img" aria-label="{escape(alt)}"></div>'
        f'<div class="twin" tabindex="0">{twin}</div>'
    )
    tools, css = around.get("tools", "") + button, f"chart-panel {around.get('css', '')}"
    html = panel(id, title, body, note=around.get("note", ""), tools=tools, css=css)
    return Drawn(html, {id: checked(figure)})


def hidden(id: str, title: str, lang: str) -> Drawn:
    """In the place of what speaks of districts that this viewer does not see."""
    return Drawn(panel(id, title, f'<p class="nothing">{escape(say(lang, "sight.hidden"))}</p>'))


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A plain table; the first cell of a row is its header."""
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>{"".join(f"<td>{escape(str(c))}</td>" for c in rest)}</tr>'
        for first, *rest in rows
    )
    return f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
