"""Choices that stand in the address: a list to pick from, and words to switch on and off."""

from collections.abc import Iterable, Sequence
from html import escape

from data_pipeline.declare import Pack
from data_pipeline.words import catalogue, say

Options = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # (group, (value, word) each)


def pick(name: str, groups: Options, chosen: str, label: str) -> str:
    """A list; picking one asks for `name=value`."""
    inside = "".join(
        f'<optgroup label="{escape(group)}">{_options(of, chosen)}</optgroup>' if group else _options(of, chosen)
        for group, of in groups
    )
    return (
        f'<label class="pick"><span>{escape(label)}</span>'
        f'<select data-pick="{escape(name)}" data-key="pick-{escape(name)}">{inside}</select></label>'
    )


def _options(of: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(v)}"{" selected" if v == chosen else ""}>{escape(word)}</option>' for v, word in of
    )


def switch(word: str, change: str, pressed: bool) -> str:
    return (
        f'<button class="switch" aria-pressed="{str(pressed).lower()}" data-set="{escape(change)}">'
        f"{escape(word)}</button>"
    )


def option_groups(pack: Pack, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every line and gauge, by the page it belongs to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for x in (*pack.lines.values(), *pack.gauges.values()):
        key = f"definitions_group.{x.page}"
        name = say(lang, key if key in catalogue(lang) else "definitions_group.general")
        groups.setdefault(name, []).append((x.id, x.name(lang)))
    return list(groups.items())
