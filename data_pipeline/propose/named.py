"""What a header's words say of its column (roles.toml), and what its line of work or figure may be called."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data_pipeline.intake.headers import key_of
from data_pipeline.query import catalogue

WORDS = re.compile(r"[^\W_]+")
ASCII = re.compile(r"[a-z][a-z0-9]*")
LONGEST = 24  # of an identifier
ITEM = "item"  # the unit of what no other is named for


@cache
def vocabulary() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "roles.toml").read_text("utf-8"))


def role_of(header: str) -> str:
    """The role that a word of this header tells, "" where none does."""
    return next((r["role"] for r in vocabulary()["role"] if _says(header, r["words"])), "")


def is_key(kind: str, header: str) -> bool:
    """Is this header one of those that days, times or areas have?"""
    own = {key_of(w) for w in vocabulary()["key"][kind]}
    return key_of(header) in own or bool(own & {key_of(w) for w in WORDS.findall(header.replace("_", " "))})


def is_population(header: str) -> bool:
    return _says(header, [f"{w}*" for w in vocabulary()["key"]["people"]])


def bare(header: str) -> str:
    """The header without the words that say nothing of what is counted; itself where nothing is left."""
    plain, empty = re.sub(r"[(（].*?[)）]", "", header).replace("_", " ").strip(), vocabulary()["bare"]
    left = " ".join(w for w in plain.split() if w.casefold() not in empty["words"])
    for word in empty["before"]:
        left = left.removeprefix(word)
    for word in empty["after"]:
        left = left.removesuffix(word) if len(left) > len(word) + 1 else left
    return left if len(left) > 1 else plain


def title(text: str) -> str:
    return text[:1].upper() + text[1:]


def identifier(prefix: str, text: str, taken: set[str], other: str = "figure") -> str:
    """A name for SQL made of a header, unlike those taken and those that the house's own queries have."""
    found = ASCII.findall(text.casefold().replace("_", " "))
    words = "_".join(found[1:] if found[:1] == [prefix] else found)[:LONGEST].strip("_")
    stem = "_".join(p for p in (prefix, words) if p) or other
    name, n = stem, 1
    while name in taken or name in _house():
        n += 1
        name = f"{stem}_{n}"
    taken.add(name)
    return name


@cache
def _house() -> frozenset[str]:
    layers = ("clean", "line", "gauge", "mart")
    return frozenset(n.split("/")[-1] for layer in layers for n in catalogue.names((catalogue.PROJECT,), layer))


def _says(header: str, words: list[str]) -> bool:
    plain = header.casefold().replace("_", " ")
    said = WORDS.findall(plain)
    for word in words:
        stem = word.removesuffix("*")
        if not stem.isascii() or " " in stem:
            if stem in plain:
                return True
        elif any(w == stem or (word.endswith("*") and w.startswith(stem)) for w in said):
            return True
    return False


def unit_of(texts: tuple[str, ...]) -> str:
    """The code of the unit that the first of these texts names which names any."""
    return next((u["code"] for text in texts for u in vocabulary()["unit"] if _says(text, u["words"])), ITEM)


def units() -> tuple[Mapping[str, str], ...]:
    """The units a pack may have, with their words."""
    return tuple(vocabulary()["unit"])


def place_of(header: str) -> dict[str, str]:
    """What one area of a column so headed is called, and several."""
    found = next(p for p in vocabulary()["place"] if not p["words"][0] or _says(header, p["words"]))
    return {k: v for k, v in found.items() if k != "words"}
