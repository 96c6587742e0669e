"""Cells of a feed as a reader of the page's language reads them: codes by their names, moments short."""

from datetime import datetime

from data_pipeline.declare import Feed, Pack
from data_pipeline.words import say
from pages.parts.numbers import BLANK

LONG = 24  # characters of a code, or of an address, that stand in a table


def column_name(feed: Feed, name: str, lang: str) -> str:
    """The header of a declared column, or the operating day."""
    name = feed.day_column if name == "ops_day" else name
    return feed[name].name_in(lang) if name in feed else name


def cell(pack: Pack, feed: Feed, name: str, text: str | None, lang: str) -> str:
    """A value as the store keeps it, told by name."""
    if text is None or text == "":
        return BLANK
    if name not in feed:
        return text
    column = feed[name]
    if column.type == "district":
        return pack.area[text].name(lang) if text in pack.area else text
    if column.type == "enum" and column.vocab:
        known = {t.code for t in pack.terms(column.vocab)}
        return pack.term(column.vocab, text, lang) if text in known else text
    if column.type == "flag":
        return say(lang, "sent.yes" if text.lower() in ("true", "1") else "sent.no")
    if column.type == "timestamp":
        return f"{datetime.fromisoformat(text):%m-%d %H:%M}"
    if column.type == "code" and len(text) > LONG:
        return f"{text[:LONG]}…"
    return text.rstrip("0").rstrip(".") if column.type == "decimal" and "." in text else text


def key_of(pack: Pack, feed: Feed, key: tuple[str, ...], lang: str) -> str:
    """What names a row, without its day: 浦东新区 北蔡镇 阳性感染者 04-06 14:00."""
    named = zip(feed.key, key, strict=False)
    return " ".join(cell(pack, feed, name, text, lang) for name, text in named if name != feed.day_column and text)
