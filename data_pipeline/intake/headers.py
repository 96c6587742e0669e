"""Headers as people write them, matched to declared columns by name, Chinese header, English header and aliases."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.refusal import Refusal
from data_pipeline.kept import remembered
from data_pipeline.words import LANGUAGES, say

BRACKETED = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
NOT_WORD = re.compile(r"[\W_]+")
SCALES = (("亿", 100_000_000), ("万", 10_000), ("千", 1_000))
IGNORE = ""  # a mapping to this says: I know this header, leave it out
OWN = ("line", "reason", "suggestion")  # columns that we add to refused rows sent back: not read when they return


@remembered("header keys", 20_000)
def key_of(header: str) -> str:
    """What two spellings of one header have in common: full width, case, spaces, dashes and marks do not count."""
    plain = unicodedata.normalize("NFKC", header).casefold().replace("小时", "h").replace("hours", "h")
    return NOT_WORD.sub("", plain)


@remembered("bare headers", 20_000)
def bare_key(header: str) -> str:
    """The same without what stands in brackets: 已采人数(人) is 已采人数."""
    return key_of(BRACKETED.sub("", unicodedata.normalize("NFKC", header)))


Keys = tuple[str, ...]


def keys_of(spellings: Sequence[str]) -> Keys:
    """Where to look for a header that is spelled so, the surest first."""
    return tuple(dict.fromkeys([*map(key_of, spellings), *map(bare_key, spellings)]))


@cache
def own_keys() -> frozenset[str]:
    return frozenset(key_of(say(lang, f"returned.{name}")) for lang in LANGUAGES for name in OWN)


def scale_of(header: str) -> int:
    """10,000 for 应检人数(万人): figures under such a header count in ten thousands."""
    said = "".join(BRACKETED.findall(unicodedata.normalize("NFKC", header)))
    return next((n for mark, n in SCALES if mark in said), 1)


@dataclass(frozen=True)
class Match:
    """One header found: which column, and how near to the declaration its spelling is (0: the declared name)."""

    column: str
    rank: int


@dataclass(frozen=True)
class Headers:
    """The header of a file, understood. `columns[i]` is the declared column of the file's column i, or None."""

    sent: tuple[str, ...]
    columns: tuple[str | None, ...]
    unknown: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()
    scales: Mapping[int, int] = field(default_factory=dict)

    @property
    def mapping(self) -> dict[str, str]:
        return {self.sent[i]: c for i, c in enumerate(self.columns) if c}

    def position(self, column: str) -> int | None:
        return self.columns.index(column) if column in self.columns else None


@dataclass(frozen=True)
class Matcher:
    """Finds a feed's columns behind headers."""

    feed: Feed

    @cached_property
    def keys(self) -> dict[str, Match]:
        """Every spelling's key; where two columns share one, the spelling nearer its declaration has it."""
        found: dict[str, Match] = {}
        for strip in (key_of, bare_key):
            for rank in range(max(3 + len(c.aliases) for c in self.feed.columns)):
                for column in self.feed.columns:
                    spellings = (column.name, column.zh, column.en, *column.aliases)
                    if rank < len(spellings) and (key := strip(spellings[rank])):
                        found.setdefault(key, Match(column.name, rank))
        return found

    @cached_property
    def also(self) -> frozenset[str]:
        """Keys of headers that are known and not read."""
        return frozenset(key_of(h) for h in self.feed.also)

    def find(self, spellings: Sequence[str]) -> Match | None:
        """The column behind any of these spellings of one header, the first that is known."""
        return self._first(keys_of(spellings))

    def _first(self, keys: Keys) -> Match | None:
        return next((self.keys[k] for k in keys if k in self.keys), None)

    def count(self, columns: Sequence[Keys]) -> int:
        """How many different declared columns the headers with these keys name."""
        return len({m.column for keys in columns if (m := self._first(keys))})

    def understand(self, sent: Sequence[str], spellings: Sequence[Sequence[str]],
                   mapping: Mapping[str, str] | None = None) -> Headers:  # fmt: skip
        """Match all headers; `mapping` {header: column} overrides, to "" leaves a header out. Raises Refusal."""
        asked = self._asked(mapping or {})
        chosen: dict[str, tuple[int, int]] = {}  # column -> (rank, position)
        for i, header in enumerate(sent):
            match = Match(asked[key_of(header)], -1) if key_of(header) in asked else self.find(spellings[i])
            if match and match.column and (match.column not in chosen or match.rank < chosen[match.column][0]):
                chosen[match.column] = (match.rank, i)
        places = {i: column for column, (_, i) in chosen.items()}
        dropped = {key for key, column in asked.items() if column == IGNORE}
        dropped |= (self.also | own_keys()) - asked.keys()
        ignored = tuple(i for i, h in enumerate(sent) if i not in places and key_of(h) in dropped)
        return Headers(
            sent=tuple(sent),
            columns=tuple(places.get(i) for i in range(len(sent))),
            unknown=tuple(i for i in range(len(sent)) if i not in places and i not in ignored),
            ignored=ignored,
            scales={i: n for i, c in places.items() if self.feed[c].is_number and (n := scale_of(sent[i])) > 1},
        )

    def _asked(self, mapping: Mapping[str, str]) -> dict[str, str]:
        for header, column in mapping.items():
            if column != IGNORE and column not in self.feed:
                raise Refusal("mapping_unknown", value=header, target=column)
        return {key_of(h): c for h, c in mapping.items()}


def guess(pack: Pack, headers: Sequence[str]) -> str | None:
    """The feed whose declaration these headers fit, or None when none or several fit equally well."""
    fits: list[tuple[int, int, str]] = []
    for feed in pack.feeds.values():
        matcher = Matcher(feed)
        found = {m.column for h in headers if (m := matcher.find([h]))}
        missing = sum(c.name not in found for c in feed.columns if not c.optional)
        if len(found) >= 2:
            fits.append((2 * len(found) - missing, len(found), feed.id))
    fits.sort(reverse=True)
    if not fits or (len(fits) > 1 and fits[0][:2] == fits[1][:2]):
        return None
    return fits[0][2]
