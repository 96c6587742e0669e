"""The words catalogue: every sentence a person reads, in zh and en under the same keys.

`words/<lang>/<topic>.toml` holds flat tables; the key `a.b` is entry `b` of table `[a]`.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
WAN_FROM = 100_000  # in Chinese told in 万; below it a round 万 would hide figures that people act on
HERE = Path(__file__).parent


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Every key of one language. A key written twice is a bug."""
    words: dict[str, str] = {}
    for file in sorted((HERE / lang).glob("*.toml")):
        for table, entries in tomllib.loads(file.read_text("utf-8")).items():
            for name, sentence in entries.items():
                key = f"{table}.{name}"
                if key in words:
                    raise KeyError(f"{file}: {key} is declared twice")
                words[key] = sentence
    return words


def say(lang: str, key: str, /, **facts: object) -> str:
    """The sentence under `key`, with its {facts} filled in. An unknown key raises: a missing word is a bug."""
    return catalogue(lang)[key].format(**facts)


def listed(lang: str, parts: Iterable[str]) -> str:
    """Several of a kind in one sentence, as the language sets them apart."""
    return say(lang, "text.between").join(parts)
