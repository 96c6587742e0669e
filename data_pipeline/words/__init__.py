"""The words catalogue: every sentence a person reads, in each language under the same keys.

`words/<lang>/<topic>.toml` holds flat tables; the key `a.b` is entry `b` of table `[a]`. What else differs from one
language to the other stands in its language.toml (language.py).
"""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from data_pipeline.words.language import FILE, LANGUAGES, SHIPPED, folder, language
from data_pipeline.words.places import Places, renamed
from data_pipeline.words.unit import Unit

__all__ = ["LANGUAGES", "Places", "Unit", "call_places", "calling", "catalogue", "listed", "say", "say_of", "unit_word"]

_called = [Places()]
_calling: ContextVar[Places | None] = ContextVar("calling", default=None)


def catalogue(lang: str) -> dict[str, str]:
    """Every key of one language. A key written twice is a bug; what a language of one's own does not say yet is said in
    the one whose names it uses."""
    return _catalogue(lang, _calling.get() or _called[-1])


@lru_cache(maxsize=24)
def _catalogue(lang: str, places: Places) -> dict[str, str]:
    words: dict[str, str] = {}
    for file in sorted(f for f in folder(lang).glob("*.toml") if f.name != FILE):
        for table, entries in tomllib.loads(file.read_text("utf-8")).items():
            for name, sentence in entries.items():
                key = f"{table}.{name}"
                if key in words:
                    raise KeyError(f"{file}: {key} is declared twice")
                words[key] = sentence
    own = renamed(words, places, lang)
    return own if lang in SHIPPED else _catalogue(language(lang).pack, places) | own


CACHED = {"words": _catalogue, "languages": language}  # counted by core/caches.py, as all others are


def call_places(places: Places) -> None:
    """From now on, in this process, the sentences speak of places so."""
    _called[:] = [places]


@contextmanager
def calling(places: Places) -> Iterator[None]:
    """Within, the sentences speak of another operation's places."""
    before = _calling.set(places)
    try:
        yield
    finally:
        _calling.reset(before)


def say(lang: str, key: str, /, **facts: object) -> str:
    """The sentence under `key`, with its {facts} filled in. An unknown key raises: a missing word is a bug."""
    return catalogue(lang)[key].format(**facts)


def say_of(count: float, lang: str, key: str, /, **facts: object) -> str:
    """The sentence under `key` about so many: of one alone, that under `key_one`."""
    return say(lang, f"{key}_one" if count == 1 else key, **facts)


def listed(lang: str, parts: Iterable[str]) -> str:
    """Several of a kind in one sentence, as the language sets them apart."""
    return say(lang, "text.between").join(parts)


def unit_word(lang: str, term: Unit) -> Unit:
    """The word put behind a figure: 人, or ` people`. Of two (张（间）, beds or rooms) the first."""
    many, one = (word.split(language(lang).either, maxsplit=1)[0] for word in (term, term.one))
    return Unit(say(lang, "text.unit", unit=many), say(lang, "text.unit", unit=one))
