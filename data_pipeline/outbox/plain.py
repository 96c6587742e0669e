"""Alerts as plain values: what the command line prints as JSON and the server answers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data_pipeline.outbox.gather import Rate
from data_pipeline.outbox.notice import Notice
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.silences import Silence


def plain(
    of: Sequence[Notice], seen: Mapping[str, Logged], silences: Mapping[str, Silence], lang: str
) -> list[dict[str, Any]]:
    """One object per alert. `seen`: key → who saw it first; `silences`: subject → the silence that holds."""
    return [_one(n, seen.get(n.after or n.key), silences.get(n.subject), lang) for n in of]


def plain_rates(of: Sequence[Rate]) -> list[dict[str, Any]]:
    """Times are seconds since 1970."""
    return [asdict(r) for r in of]


def _one(n: Notice, seen: Logged | None, quiet: Silence | None, lang: str) -> dict[str, Any]:
    return {
        "key": n.after or n.key, "subject": n.subject, "at": n.at, "name": n.name[lang], "text": n.text[lang],
        "eased": n.eased, "facts": dict(n.facts), "board": n.board,
        "seen": {"by": seen.by, "at": seen.known_at} if seen else None,
        "silenced": {"until": quiet.until, "by": quiet.by, "says": quiet.says} if quiet else None,
    }  # fmt: skip
