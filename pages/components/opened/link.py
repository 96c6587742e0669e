"""The way from a figure to where it comes from. The browser adds language, theme and clock of the page it stands on."""

from html import escape
from urllib.parse import urlencode

from data_pipeline.declare import Gauge, Line
from data_pipeline.words import say

_SIGN = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5"/></svg>'


def number_address(id: str, area: str) -> str:
    return f"number?{urlencode({'id': id, 'area': area})}"


def opener(of: Line | Gauge, area: str, lang: str, *, word: bool = False, along: str = "") -> str:
    """A link that opens the figure of this line or gauge in this area; `word`: with its word, where there is room;
    `along`: what its address takes along where the browser does not add it."""
    told = escape(say(lang, "number.open_hint", name=of.name(lang)))
    inside = f"{_SIGN}<span>{escape(say(lang, 'number.open'))}</span>" if word else _SIGN
    to = escape(number_address(of.id, area) + along)
    return f'<a class="open{" worded" if word else ""}" href="{to}" title="{told}" aria-label="{told}">{inside}</a>'


def export_links(kind: str, asked: dict[str, str], lang: str) -> str:
    """Links that download a table; `asked` is what its address asks for, the clock as text among it."""
    return "".join(
        f'<a class="flip" download href="export/{kind}.{form}?{escape(urlencode(asked))}"'
        f' title="{escape(say(lang, "export.hint"))}">{escape(say(lang, f"export.{form}"))}</a>'
        for form in ("csv", "xlsx")
    )
