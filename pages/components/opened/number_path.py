"""The path from a figure to its files, layer by layer."""

from html import escape

from data_pipeline.trace import Trace
from data_pipeline.words import say
from data_pipeline.words.numbers import count
from pages.components.panel import panel

SHOWN = ("page", "mart", "line", "gauge", "clean", "in_force", "known", "raw")


def path(t: Trace, lang: str) -> str:
    """One box per layer; a press opens its SQL below."""
    boxes = []
    for layer in SHOWN:
        steps = [s for s in t.chain if s.layer == layer]
        if not steps:
            continue
        names = "".join(f'<code lang="en">{escape(s.name.split(".")[1])}</code>' for s in steps)
        told = escape(say(lang, f"number.layer_{layer}"))
        inside = f"<b>{told}</b><span>{names}</span>{_amount(t, layer, lang)}"
        target = next((s.name.replace(".", "-") for s in steps if s.sql), "")
        boxes.append(f'<a href="#sql-{escape(target)}" data-open="sql-{escape(target)}">{inside}</a>' if target
                     else f"<div>{inside}</div>")  # fmt: skip
    files = say(lang, "number.count_files", count=len(t.loads))
    boxes.append(f"<div><b>{escape(say(lang, 'number.layer_file'))}</b><span></span><em>{escape(files)}</em></div>")
    body = '<div class="path">' + '<i aria-hidden="true">←</i>'.join(boxes) + "</div>"
    return panel("path", say(lang, "number.path"), body, note=say(lang, "number.path_note"))


def _amount(t: Trace, layer: str, lang: str) -> str:
    if layer not in ("clean", "in_force", "known"):
        return "<em></em>"
    return f"<em>{escape(say(lang, 'number.count_rows', count=count(len(t.rows), lang)))}</em>"
