"""The way from a figure to where it comes from. The browser adds language, theme and clock of the page it stands on."""

from urllib.parse import urlencode

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Gauge, Line
from data_pipeline.words import say
from pages.components.html import Markup, html, joined

_SIGN = html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5"/></svg>')


@remembered("addresses of numbers", 4096)
def number_address(id: str, area: str) -> str:
    return f"number?{urlencode({'id': id, 'area': area})}"


def opener(of: Line | Gauge, area: str, lang: str, *, word: bool = False, along: str = "") -> Markup:
    """A link that opens the figure of this line or gauge in this area; `word`: with its word, where there is room;
    `along`: what its address takes along where the browser does not add it."""
    hint = say(lang, "number.open_hint", name=of.name(lang))
    inside = html("{}<span>{}</span>", _SIGN, say(lang, "number.open")) if word else _SIGN
    to = number_address(of.id, area) + along
    return html(
        '<a class="open{worded}" href="{to}" title="{hint}" aria-label="{hint}">{inside}</a>',
        worded=" worded" if word else "",
        to=to,
        hint=hint,
        inside=inside,
    )


def brief_links(area: str, lang: str) -> Markup:
    """The brief of what is looked at: of the city, or of this district. The browser adds the clock."""
    forms = joined(
        html(
            ' <a download href="api/brief/{area}.{form}?lang={lang}" title="{hint}">{word}</a>',
            area=area or "city",
            form=form,
            lang=lang,
            hint=say(lang, "brief.button_hint"),
            word=say(lang, f"brief.form_{form}"),
        )
        for form in ("pdf", "docx", "pptx", "xlsx")
    )
    every = html(' <a class="every" href="briefs">{}</a>', say(lang, "brief.every"))
    return html(
        '<details class="briefs"><summary>{}</summary><div>{}{}</div></details>',
        say(lang, "brief.button"),
        forms,
        every,
    )


def export_links(kind: str, asked: dict[str, str], lang: str) -> Markup:
    """Links that download a table; `asked` is what its address asks for, the clock as text among it."""
    return joined(
        html(
            '<a class="flip" download href="export/{kind}.{form}?{asked}" title="{hint}">{word}</a>',
            kind=kind,
            form=form,
            asked=urlencode(asked),
            hint=say(lang, "export.hint"),
            word=say(lang, f"export.{form}"),
        )
        for form in ("csv", "xlsx")
    )
