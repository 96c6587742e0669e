"""What an operation calls its places. The catalogue speaks of a city and its districts, in Chinese 全市 and 区; of an
operation that says other words (townships of a county, depots) its sentences are told in these.

One process shows one operation: its words are set before anything is said, and stay.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

OURS = re.compile(r"(?:cli|settings|cities|cities_.*)(?:_.*)?\..*")  # sentences about this program, or about cities
IN_BRACES = r"(?![^{}]*\})"  # a {name} that is filled in stays
DISTRICT = re.compile(rf"\b(?:(?P<a>[Aa]) )?(?P<word>[Dd]istrict)(?P<many>s?)\b{IN_BRACES}")
CITY = re.compile(rf"(?<!inner )\b(?P<the>[Tt]he )?(?P<whole>whole |Whole )?(?P<word>[Cc]ity)\b{IN_BRACES}")
QU = re.compile(rf"(?<![地社小街辖片时城园景管郊库间政])(?<!(?<!部)分)区(?!间(?!调)|[域块划位段县]){IN_BRACES}")
ALL = "All"  # at the head of a column that stands beside those of the areas
ABOVE = "市级", "上级"  # who is over all places of an operation that is no city
SHI = re.compile(rf"[全本]市{IN_BRACES}")


@dataclass(frozen=True)
class Places:
    """`whole_en` as it stands in a sentence: the county, all depots. "" leaves the catalogue's own word."""

    area_zh: str = ""
    area_en: str = ""
    areas_en: str = ""
    whole_zh: str = ""
    whole_en: str = ""


def renamed(words: Mapping[str, str], places: Places, lang: str) -> dict[str, str]:
    """The catalogue of a language with these words for places; of another language than ours as it is."""
    tell = {"zh": _zh, "en": _en}.get(lang)
    if tell is None or places == Places():
        return dict(words)
    return {key: text if OURS.fullmatch(key) else tell(text, places) for key, text in words.items()}


def _zh(text: str, places: Places) -> str:
    text = SHI.sub(places.whole_zh, text).replace(*ABOVE) if places.whole_zh else text
    return QU.sub(places.area_zh, text) if places.area_zh else text


def _en(text: str, places: Places) -> str:
    def district(found: re.Match[str]) -> str:
        word = places.areas_en if found["many"] else places.area_en
        article = f"{'An' if found['a'] == 'A' else 'an'} " if found["a"] and word[0] in "aeiou" else found["a"]
        head = f"{article.strip()} " if article else ""
        return head + (_capital(word) if found["word"][0] == "D" else word)

    def city(found: re.Match[str]) -> str:
        bare = places.whole_en.removeprefix("the ")
        word = places.whole_en if found["the"] else bare
        return _capital(word) if found[0][0].isupper() else word

    if places.whole_en:
        text = ALL if text == "City" else CITY.sub(city, text)
    return DISTRICT.sub(district, text) if places.area_en and places.areas_en else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
