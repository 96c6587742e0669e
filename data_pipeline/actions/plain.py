"""Actions as plain values: what the command line prints as JSON and the server answers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from data_pipeline.actions.cards import Offered
from data_pipeline.actions.standing import Standing


def plain(of: Sequence[Standing]) -> list[dict[str, Any]]:
    """One object per action: what was decided, its state, the step owed, what the reports say, every step so far."""
    return [_one(s) for s in of]


def plain_cards(of: Sequence[Offered]) -> list[dict[str, Any]]:
    """One object per card offered: its key, what is to be done, by whom, for which state, and what was opened by it."""
    return [{"card": o.key, "zh": o.card.zh, "en": o.card.en, "unit_zh": o.card.unit_zh, "unit_en": o.card.unit_en,
             "line": o.card.line, "gauge": o.card.gauge, "area": o.area, "state": o.state, "hours": o.card.hours,
             "taken": list(o.taken)} for o in of]  # fmt: skip


def _one(s: Standing) -> dict[str, Any]:
    a, d = s.action, s.action.decided
    return {
        "number": a.number, "what": d.what, "by": d.by, "as_of": d.as_of, "known_at": d.known_at, "clock": d.clock,
        "line": d.line, "area": d.area, "state": str(a.state), "unit": a.unit, "level": a.level,
        "promised": a.promised, "card": a.card, "handed_on": a.handed_on, "owed": asdict(s.owed) if s.owed else None,
        "outcome": asdict(s.outcome) if s.outcome else None, "steps": [asdict(x) for x in a.steps],
    }  # fmt: skip
