"""The path from a figure to its files, layer by layer."""

from data_pipeline.trace import Trace
from data_pipeline.words import say
from data_pipeline.words.numbers import count
from pages.components.html import Markup, html, joined
from pages.components.panel import panel

SHOWN = ("page", "mart", "line", "gauge", "clean", "in_force", "known", "raw")


def path(t: Trace, lang: str) -> Markup:
    """One box per layer; a press opens its SQL below."""
    boxes = []
    for layer in SHOWN:
        steps = [s for s in t.chain if s.layer == layer]
        if not steps:
            continue
        names = joined(html('<code lang="en">{}</code>', s.name.split(".")[1]) for s in steps)
        layer_name = say(lang, f"number.layer_{layer}")
        rows = _amount(t, layer, lang)
        inside = html("<b>{layer}</b><span>{names}</span>{rows}", layer=layer_name, names=names, rows=rows)
        target = next((s.name.replace(".", "-") for s in steps if s.sql), "")
        link = html('<a href="#sql-{id}" data-open="sql-{id}">{inside}</a>', id=target, inside=inside)
        boxes.append(link if target else html("<div>{}</div>", inside))
    files = say(lang, "number.count_files", count=len(t.loads))
    boxes.append(html("<div><b>{}</b><span></span><em>{}</em></div>", say(lang, "number.layer_file"), files))
    body = html('<div class="path">{}</div>', joined(boxes, '<i aria-hidden="true">←</i>'))
    return panel("path", say(lang, "number.path"), body, note=say(lang, "number.path_note"))


def _amount(t: Trace, layer: str, lang: str) -> Markup:
    if layer not in ("clean", "in_force", "known"):
        return html("<em></em>")
    return html("<em>{}</em>", say(lang, "number.count_rows", count=count(len(t.rows), lang)))


def sql(t: Trace, lang: str) -> Markup:
    """Every layer's query, folded."""
    body = joined(
        html(
            '<details id="sql-{id}"><summary><b>{layer}</b> <code lang="en">{origin}</code>'
            '</summary><pre lang="en">{sql}</pre></details>',
            id=s.name.replace(".", "-"),
            layer=say(lang, f"number.layer_{s.layer}"),
            origin=s.origin,
            sql=s.sql,
        )
        for s in t.chain
        if s.sql
    )
    return panel("sql", say(lang, "number.sql"), body, note=say(lang, "number.sql_note"))
