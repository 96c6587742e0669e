"""A column said in words: shared by the upload templates and the reference page."""

from data_pipeline.declare.feed import Column, Feed
from data_pipeline.declare.pack import Pack
from data_pipeline.words import say
from data_pipeline.words.language import declared


def type_of(column: Column, lang: str) -> str:
    return say(lang, f"feeds_type.{column.type}")


def unit_of(pack: Pack, column: Column, lang: str) -> str:
    return pack.unit(column.unit, lang) if column.unit else ""


def semantics_of(column: Column, lang: str) -> str:
    return say(lang, f"feeds_semantics.{column.semantics}") if column.semantics else ""


def must_of(column: Column, lang: str, feed: Feed) -> str:
    if feed.may_lack(column):
        return say(lang, "feeds.optional")
    return say(lang, "feeds.required" if column.required else "feeds.may_be_blank")


def allowed_of(column: Column, lang: str) -> str:
    """Bounds of a number, or where a value comes from; a vocabulary is named, its values are listed elsewhere."""
    if column.type == "district":
        return say(lang, "feeds.area_codes")
    if column.type == "subdistrict":
        return say(lang, "feeds.area_names")
    if column.min is not None and column.max is not None:
        return say(lang, "feeds.between", min=f"{column.min:g}", max=f"{column.max:,.0f}")
    if column.min is not None:
        return say(lang, "feeds.at_least", min=f"{column.min:g}")
    return say(lang, "feeds.at_most", max=f"{column.max:,.0f}") if column.max is not None else ""


def note_of(column: Column, lang: str) -> str:
    return declared(column, "note", lang)


def sample_row(feed: Feed, pack: Pack) -> dict[str, str]:
    """One row as a sender would type it, by column name: the feed's example, blanks where it is silent.

    A feed without an example gets the first value that each required column allows.
    """
    return {c.name: feed.example.get(c.name) or ("" if feed.example else _any_value(c, pack)) for c in feed.columns}


def _any_value(column: Column, pack: Pack) -> str:
    day = pack.operation.first_day
    first = {
        "date": f"{day:%Y-%m-%d}" if day else "2022-04-01",
        "timestamp": f"{day:%Y-%m-%d} 08:00" if day else "2022-04-01 08:00",
        "district": pack.districts[0].code if pack.districts else pack.operation.city_code,
        "subdistrict": next((a.zh for a in pack.areas if a.level == "subdistrict"), ""),
        "code": "A1",
        "flag": "1",
    }
    if column.vocab:
        return pack.terms(column.vocab)[0].code
    return first.get(column.type) or f"{max(0, column.min or 0):g}"
