"""docs/feeds.md: every feed's columns, checks and values in both languages, generated so that it cannot go stale."""

from collections.abc import Iterable, Sequence

from data_pipeline.declare.describe import allowed_of, must_of, note_of, semantics_of, type_of, unit_of
from data_pipeline.declare.feed import Column, Feed
from data_pipeline.declare.pack import Pack
from data_pipeline.words import LANGUAGES, say


def feeds_md(pack: Pack) -> str:
    """The whole page, Chinese first."""
    parts = [
        f"# {_both('feeds.page_title')}",
        _both_lines("feeds.page_intro"),
        _both_lines("feeds.missing_is_not_zero"),
        "\n".join(f"- [{_feed_title(f)}](#{f.id})" for f in pack.feeds.values()),
        *(_feed(pack, f) for f in pack.feeds.values()),
        _vocabularies(pack),
    ]
    return "\n\n".join(parts) + "\n"


def _feed(pack: Pack, feed: Feed) -> str:
    facts = [
        (_both("feeds.grain"), f"{feed.grain_zh}<br>{feed.grain_en}"),
        (_both("feeds.key"), ", ".join(f"`{k}`" for k in feed.key)),
        (_both("feeds.cadence"), _cadence(feed)),
        *([(_both("feeds.also"), ", ".join(f"`{h}`" for h in feed.also))] if feed.also else []),
    ]
    columns = _table(
        (
            _both("feeds.column"),
            _both("feeds.header"),
            _both("feeds.type"),
            _both("feeds.unit"),
            _both("feeds.semantics"),
            _both("feeds.must"),
            _both("feeds.allowed"),
            _both("feeds.note"),
        ),
        (_column(pack, feed, c) for c in feed.columns),
    )
    aliases = _table(
        (_both("feeds.column"), _both("feeds.aliases")),
        ((f"`{c.name}`", _cut(", ".join(c.aliases))) for c in feed.columns if c.aliases),
    )
    parts = [f'<a id="{feed.id}"></a>\n\n## {_feed_title(feed)} `{feed.id}`', _list(facts), columns, aliases]
    if feed.rules:
        parts += [_rules(feed)]
    return "\n\n".join(parts)


def _column(pack: Pack, feed: Feed, c: Column) -> tuple[str, ...]:
    allowed = f"[`{c.vocab}`](#vocab-{c.vocab})" if c.vocab else _two(allowed_of(c, "zh"), allowed_of(c, "en"))
    return (
        f"`{c.name}`",
        _two(c.zh, c.en),
        _two(type_of(c, "zh"), type_of(c, "en")),
        _two(unit_of(pack, c, "zh"), unit_of(pack, c, "en")),
        _two(semantics_of(c, "zh"), semantics_of(c, "en")),
        _two(must_of(c, "zh", feed), must_of(c, "en", feed)),
        allowed,
        _two(note_of(c, "zh"), note_of(c, "en")),
    )


def _rules(feed: Feed) -> str:
    return _table(
        (_both("feeds.rule"), _both("feeds.effect"), "SQL"),
        (
            (
                _two(r.zh, r.en),
                _two(*(say(lang, f"feeds_severity.{r.severity}") for lang in LANGUAGES)),
                f"`{' '.join(r.sql.split())}`",
            )
            for r in feed.rules
        ),
    )


def _vocabularies(pack: Pack) -> str:
    used = sorted({c.vocab for f in pack.feeds.values() for c in f.columns if c.vocab})
    parts = [f"## {_both('feeds.vocabularies')}"]
    for vocab in used:
        rows = ((f"`{t.code}`", _two(t.zh, t.en), _cut(", ".join(t.aliases))) for t in pack.terms(vocab))
        heads = (_both("feeds.code"), _both("feeds.label"), _both("feeds.label_aliases"))
        parts += [f'<a id="vocab-{vocab}"></a>\n\n### `{vocab}`', _table(heads, rows)]
    return "\n\n".join(parts)


def _cadence(feed: Feed) -> str:
    daily = feed.cadence_min >= 1440
    key = "feeds.cadence_daily" if daily else "feeds.cadence_minutes"
    said = _two(*(say(lang, key, minutes=feed.cadence_min) for lang in LANGUAGES))
    return said if not feed.snapshot else f"{said}; {_both('feeds.snapshot')}"


def _feed_title(feed: Feed) -> str:
    return f"{feed.zh} · {feed.en}"


def _both(key: str) -> str:
    return " · ".join(say(lang, key) for lang in LANGUAGES)


def _both_lines(key: str) -> str:
    return "<br>".join(say(lang, key) for lang in LANGUAGES)


def _two(zh: str, en: str) -> str:
    """Both languages in one cell; what is empty or the same in both is written once."""
    return _cut("<br>".join(dict.fromkeys(t for t in (zh, en) if t)))


def _cut(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _list(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- **{name}**: {value}" for name, value in facts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
