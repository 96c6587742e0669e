"""A titled panel, and the two things every chart carries: a text for those who cannot see it, and its table twin."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypedDict, Unpack

import orjson

from data_pipeline.words import say
from pages.components.charts.figure import checked
from pages.components.html import Markup, html, joined

Cell = str | int | float


@dataclass(frozen=True)
class Drawn:
    """What a part gives: HTML, the figures (plain dicts) that go into its chart slots, and the maps that can be turned
    (as the browser reads them) that go into theirs."""

    html: Markup
    charts: dict[str, dict] = field(default_factory=dict)
    decks: dict[str, str] = field(default_factory=dict)

    @cached_property
    def specs(self) -> dict[str, str]:
        """The figures as the browser reads them."""
        written = orjson.OPT_SERIALIZE_NUMPY
        return {slot: orjson.dumps(figure, option=written).decode() for slot, figure in self.charts.items()}


@dataclass(frozen=True)
class Chart:
    """A chart under its title: `alt` is a sentence for whoever cannot see it, `twin` the table of the same figures."""

    id: str
    title: str
    figure: dict
    alt: str
    twin: Markup


class Around(TypedDict, total=False):
    """What stands around a panel's body: a note under the title, tools at its right, its class."""

    note: str
    tools: Markup
    css: str


def panel(id: str, title: str, body: Markup, **around: Unpack[Around]) -> Markup:
    note, tools, css = (around.get(x, "") for x in ("note", "tools", "css"))
    notes = joined(html("<span>{}</span>", n) for n in note.split(" · ")) if note else ""
    return html(
        '<section class="panel {css}" data-key="{id}" aria-labelledby="{id}-title"><header>'
        '<h2 id="{id}-title">{title}</h2>{note}<span class="tools">{tools}</span></header>{body}'
        "</section>",
        css=css,
        id=id,
        title=title,
        note=html('<span class="note">{}</span>', notes) if notes else "",
        tools=tools,
        body=body,
    )


def chart_panel(of: Chart, lang: str, **around: Unpack[Around]) -> Drawn:
    """A panel with one chart; its button turns the chart into the table and back, in the browser alone. The figure
    says its title, for whoever draws it elsewhere."""
    button = html(
        '<button class="flip" data-flip="{id}" aria-pressed="false" title="{as_table_hint}">'
        '<span class="to-table">{as_table}</span><span class="to-chart">{as_chart}</span></button>',
        id=of.id,
        as_table_hint=say(lang, "panel.as_table_hint"),
        as_table=say(lang, "panel.as_table"),
        as_chart=say(lang, "panel.as_chart"),
    )
    pictures = joined(
        html(
            '<a class="flip picture" download data-picture href="export/picture.{form}?slot={id}" title="{hint}">'
            "{word}</a>",
            form=form, id=of.id, hint=say(lang, "panel.picture_hint"), word=say(lang, f"panel.picture_{form}"),
        )
        for form in ("png", "svg")
    )  # fmt: skip
    body = html(
        '<div class="chart" data-chart="{id}" role="img" aria-label="{alt}"></div>'
        '<div class="twin" tabindex="0">{twin}</div>',
        id=of.id,
        alt=of.alt,
        twin=of.twin,
    )
    tools, css = around.get("tools", Markup()) + button + pictures, f"chart-panel {around.get('css', '')}"
    whole = panel(of.id, of.title, body, note=around.get("note", ""), tools=tools, css=css)
    named = of.figure | {"layout": of.figure.get("layout", {}) | {"meta": of.title}}
    return Drawn(whole, {of.id: checked(named)})


def hidden(id: str, title: str, lang: str) -> Drawn:
    """In the place of what speaks of districts that this viewer does not see."""
    return Drawn(panel(id, title, html('<p class="nothing">{}</p>', say(lang, "sight.hidden"))))


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Markup:
    """A plain table; the first cell of a row is its header."""
    head = joined(html('<th scope="col">{}</th>', c) for c in columns)
    body = joined(
        html('<tr><th scope="row">{}</th>{}</tr>', first, joined(html("<td>{}</td>", c) for c in rest))
        for first, *rest in rows
    )
    return html('<table class="plain"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)
