"""Sentences of the catalogue in both of a pack's languages, as its files hold them."""

from data_pipeline.words import say


def both_of(key: str, stem: str, **facts: object) -> dict[str, str]:
    """`zh` and `en`, or `stem_zh` and `stem_en`, of `propose.<key>`."""
    head = f"{stem}_" if stem else ""
    return {f"{head}{lang}": say(lang, f"propose.{key}", **facts) for lang in ("zh", "en")}
