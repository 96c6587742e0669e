"""Actions as plain values: what the command line prints as JSON and the server answers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from data_pipeline.actions.standing import Standing


def plain(of: Sequence[Standing]) -> list[dict[str, Any]]:
    """One object per action: what was decided, its state, the step owed, what the reports say, every step so far."""
    return [_one(s) for s in of]


def _one(s: Standing) -> dict[str, Any]:
    a, d = s.action, s.action.decided
    return {
        "number": a.number, "what": d.what, "by": d.by, "as_of": d.as_of, "known_at": d.known_at, "clock": d.clock,
        "line": d.line, "area": d.area, "state": str(a.state), "unit": a.unit, "level": a.level,
        "promised": a.promised, "handed_on": a.handed_on, "owed": asdict(s.owed) if s.owed else None,
        "outcome": asdict(s.outcome) if s.outcome else None, "steps": [asdict(x) for x in a.steps],
    }  # fmt: skip
