"""The words that the kit's own tables and charts bring along, in English whatever the page's language: in the browser
(kit.js) they are told as the catalogue has them. What is not named here is out of sight (frame.css)."""

from data_pipeline.words import say

COUNT, AT = "#", "@"  # where a number stands: how many, and which of them
OWN = {
    "Search": "search", "Close Search": "close_search", "Next Result": "next", "Previous Result": "previous",
    "Type to search": "type", "# results": "found", "# result": "found", "@ of # results": "found_at",
    "@ of # result": "found_at", "over 1000": "many", "Fullscreen": "full", "Close fullscreen": "full_off",
    "Show/hide columns": "columns", "Select all": "all", "Clear selection": "clear", "Dataframe column menu": "menu",
    "Copy column name": "copy", "Sort ascending": "up", "Sort descending": "down", "Autosize": "fit",
    "Pin column": "pin", "Unpin column": "unpin", "Hide column": "hide",
}  # fmt: skip


def kit_words(lang: str) -> dict[str, str]:
    """Each as the kit has it, and as this language does."""
    return {own: say(lang, f"kit.{word}", count=COUNT, at=AT) for own, word in OWN.items()}
