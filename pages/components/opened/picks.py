"""Choices that stand in the address: a list to pick from, and words to switch on and off."""

from collections.abc import Iterable, Sequence

from data_pipeline.declare import Pack
from data_pipeline.words import catalogue, say
from pages.components.html import Markup, html, joined

Options = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # (group, (value, word) each)


def pick(name: str, groups: Options, chosen: str, label: str) -> Markup:
    """A list; picking one asks for `name=value`."""
    inside = joined(
        html('<optgroup label="{}">{}</optgroup>', group, _options(of, chosen)) if group else _options(of, chosen)
        for group, of in groups
    )
    return html(
        '<label class="pick"><span>{label}</span>'
        '<select data-pick="{name}" data-key="pick-{name}">{inside}</select></label>',
        label=label,
        name=name,
        inside=inside,
    )


def _options(of: Iterable[tuple[str, str]], chosen: str) -> Markup:
    return joined(
        html(
            '<option value="{v}"{selected}>{word}</option>',
            v=v,
            selected=" selected" if v == chosen else "",
            word=word,
        )
        for v, word in of
    )


def switch(word: str, change: str, pressed: bool) -> Markup:
    return html(
        '<button class="switch" aria-pressed="{pressed}" data-set="{change}">{word}</button>',
        pressed=str(pressed).lower(),
        change=change,
        word=word,
    )


def option_groups(pack: Pack, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every line and gauge, by the page it belongs to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for x in (*pack.lines.values(), *pack.gauges.values()):
        key = f"definitions_group.{x.page}"
        name = say(lang, key if key in catalogue(lang) else "definitions_group.general")
        groups.setdefault(name, []).append((x.id, x.name(lang)))
    return list(groups.items())
