"""Headers as people write them, matched to declared columns by name, Chinese header, English header and aliases."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.cells.unit import is_unit
from data_pipeline.intake.qualifiers import BRACKETS, Said, inside
from data_pipeline.intake.refusal import Refusal
from data_pipeline.words import LANGUAGES, say

NOT_WORD = re.compile(r"[\W_]+")
TAIL = re.compile(r"(?:[\s/／:：,，、_\-—]+|(?=[%‰％]))([^\s/／:：,，、_\-—]+)$")  # 日需求量/公斤
PLACE = re.compile(r"#(\d{1,4})")  # a column by its place, from 1 on
IGNORE = ""  # a mapping to this says: I know this header, leave it out
OWN = ("line", "reason", "suggestion")  # columns that we add to refused rows sent back: not read when they return


@remembered("header keys", 20_000)
def key_of(header: str) -> str:
    """What two spellings of one header have in common: full width, case, spaces, dashes and marks do not count."""
    plain = unicodedata.normalize("NFKC", header).casefold().replace("小时", "h").replace("hours", "h")
    return NOT_WORD.sub("", plain)


@remembered("bare headers", 20_000)
def bare_key(header: str) -> str:
    """The same without what stands in brackets, and without a unit at the end: 已采人数(人) is 已采人数."""
    bare = BRACKETS.sub("", header).strip()
    return key_of(bare[: tail.start()] if (tail := _tail(bare)) else bare)


def _tail(bare: str) -> re.Match[str] | None:
    found = TAIL.search(bare)
    return found if found and is_unit(found[1]) else None


def header_says(text: str, line: int) -> list[Said]:
    """What stands in a header's brackets, or as a unit at its end."""
    tail = [found[1]] if (found := _tail(BRACKETS.sub("", text).strip())) else []
    return [Said(t, line, "header") for t in [*inside(text), *tail]]


Keys = tuple[str, ...]


def keys_of(spellings: Sequence[str]) -> Keys:
    """Where to look for a header that is spelled so, the surest first."""
    return tuple(dict.fromkeys([*map(key_of, spellings), *map(bare_key, spellings)]))


@cache
def own_keys() -> frozenset[str]:
    return frozenset(key_of(say(lang, f"returned.{name}")) for lang in LANGUAGES for name in OWN)


@dataclass(frozen=True)
class Match:
    """One header found: which column, and how near to the declaration its spelling is (0: the declared name)."""

    column: str
    rank: int


@dataclass(frozen=True)
class Spelled:
    """One column's header as the file has it. `sent`: as shown to people, different for every column; `own`: its lowest
    text; `spellings`: what to look for, the fullest first; `line`: where it stands; `over`: what is said above it."""

    sent: str
    own: str
    spellings: tuple[str, ...]
    line: int = 0
    over: tuple[Said, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Headers:
    """The header of a file, understood. `columns[i]` is the declared column of the file's column i, or None.

    `seconds`: columns of a name that another one is read for: by position, the other's position. `said`: by position,
    what stands over a column besides its name. `over`: by position, what is said above and below its header, whether or
    not it is read. `factors`: what its cells are multiplied by. `units_line`: of the row of units under the header, 0
    without one. `groups`: by position, the header above it.
    """

    sent: tuple[str, ...]
    columns: tuple[str | None, ...]
    unknown: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()
    own: tuple[str, ...] = ()
    seconds: Mapping[int, int] = field(default_factory=dict)
    said: Mapping[int, tuple[Said, ...]] = field(default_factory=dict)
    over: Mapping[int, tuple[Said, ...]] = field(default_factory=dict)
    factors: Mapping[int, Fraction] = field(default_factory=dict)
    units_line: int = 0
    groups: Mapping[int, str] = field(default_factory=dict)

    @property
    def mapping(self) -> dict[str, str]:
        return {self.sent[i]: c for i, c in enumerate(self.columns) if c}

    def position(self, column: str) -> int | None:
        return self.columns.index(column) if column in self.columns else None


@remembered("spellings of a feed", 200)
def _keys(columns: tuple[tuple[str, ...], ...]) -> dict[str, Match]:
    """`columns`: of each, its name and its other spellings."""
    found: dict[str, Match] = {}
    for strip in (key_of, bare_key):
        for rank in range(max(map(len, columns))):
            for spellings in columns:
                if rank < len(spellings) and (key := strip(spellings[rank])):
                    found.setdefault(key, Match(spellings[0], rank))
    return found


@dataclass(frozen=True)
class Matcher:
    """Finds a feed's columns behind headers."""

    feed: Feed

    @cached_property
    def keys(self) -> dict[str, Match]:
        """Every spelling's key; where two columns share one, the spelling nearer its declaration has it."""
        return _keys(tuple((c.name, c.zh, c.en, *c.aliases) for c in self.feed.columns))

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

    @cached_property
    def spelled(self) -> dict[str, frozenset[str]]:
        """By column, the keys of what it is declared as, brackets and all: nothing in those is a qualifier."""
        return {c.name: frozenset(key_of(s) for s in (c.name, c.zh, c.en, *c.aliases)) for c in self.feed.columns}

    def understand(self, heads: Sequence[Spelled], mapping: Mapping[str, str] | None = None) -> Headers:
        """Match all headers; `mapping` {header, or #place: column} overrides, to "" leaves one out. Raises Refusal."""
        asked = self._asked(mapping or {}, heads)
        matches = [Match(asked[i], -1) if i in asked else self.find(h.spellings) for i, h in enumerate(heads)]
        chosen: dict[str, tuple[bool, int, int]] = {}  # column -> (hidden, rank, position), the least of them
        for i, match in enumerate(matches):
            if match and match.column:
                this = (heads[i].hidden and match.rank >= 0, match.rank, i)
                chosen[match.column] = min(this, chosen.get(match.column, this))
        places = {i: column for column, (*_, i) in chosen.items()}
        ignored = self._ignored(heads, asked, places)
        return Headers(
            sent=tuple(h.sent for h in heads),
            columns=tuple(places.get(i) for i in range(len(heads))),
            unknown=tuple(i for i in range(len(heads)) if i not in places and i not in ignored),
            ignored=ignored,
            own=tuple(h.own for h in heads),
            seconds={
                i: chosen[m.column][2]
                for i, m in enumerate(matches)
                if m and m.column and i not in places and i not in ignored
            },
            said={i: said for i, c in places.items() if (said := self._said(heads[i], c))},
            over={i: h.over for i, h in enumerate(heads) if h.over},
        )

    def _said(self, head: Spelled, column: str) -> tuple[Said, ...]:
        """What is said over a column besides what it is declared as."""
        declared, own = self.spelled[column], key_of(head.own)
        joined = key_of(head.spellings[0]) if head.spellings else ""
        if joined in declared and joined != own:  # 累计 over 出院 is 累计出院
            return tuple(s for s in head.over if s.place != "upper")
        says = header_says(head.own, head.line)
        if own in declared:
            says = [s for s in says if not key_of(s.text)]  # a key holds no marks: with (%) it is as declared without
        return (*says, *head.over)

    def _ignored(
        self, heads: Sequence[Spelled], asked: Mapping[int, str], places: Mapping[int, str]
    ) -> tuple[int, ...]:
        known = self.also | own_keys()
        return tuple(
            i
            for i, h in enumerate(heads)
            if i not in places and (asked[i] == IGNORE if i in asked else key_of(h.own) in known)
        )

    def _asked(self, mapping: Mapping[str, str], heads: Sequence[Spelled]) -> dict[int, str]:
        """By position: what a mapping says of it, by its place, as shown, or by the name it shares with others."""
        for header, column in mapping.items():
            if column != IGNORE and column not in self.feed:
                raise Refusal("mapping_unknown", value=header, target=column)
        keyed = {key_of(h): c for h, c in mapping.items() if not PLACE.fullmatch(h)}
        placed = {int(m[1]) - 1: c for h, c in mapping.items() if (m := PLACE.fullmatch(h))}
        named = {i: c for i, h in enumerate(heads) for k in (h.own, h.sent) if (c := keyed.get(key_of(k))) is not None}
        return {i: c for i, c in (named | placed).items() if i < len(heads)}


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
