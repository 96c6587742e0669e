"""The words that the kit's own tables and charts bring along, in English whatever the page's language: in the browser
they are told as the catalogue has them (kit.js names each). What is not named there is out of sight (frame.css)."""

from data_pipeline.words import catalogue, say

SECTION = "kit."
COUNT, AT = "#", "@"  # where a number stands: how many, and which of them


def kit_words(lang: str) -> dict[str, str]:
    names = [key for key in catalogue(lang) if key.startswith(SECTION)]
    return {key.removeprefix(SECTION): say(lang, key, count=COUNT, at=AT) for key in names}
