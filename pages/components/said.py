"""What a page of the desk says above and between its panels: its title, and sentences that stand out."""

from collections.abc import Sequence

from pages.components.html import Markup, html, joined


def titled(title: str, lead: str = "") -> Markup:
    return html('<div class="dk lead"><h1>{}</h1><p>{}</p></div>', title, lead)


def said(text: str, kind: str = "", more: Sequence[str] = ()) -> Markup:
    """A sentence that stands out; `kind`: good, warn, bad."""
    items = html("<ul>{}</ul>", joined(html("<li>{}</li>", line) for line in more)) if more else ""
    return html(
        '<div class="dk say {kind}" role="status"><p>{text}</p>{items}</div>', kind=kind, text=text, items=items
    )


def heading(text: str) -> Markup:
    return html('<div class="dk"><h2>{}</h2></div>', text)
