"""What the browser needs to let a clock tick."""

from typing import Any

from data_pipeline.core.clock import Clock
from pages.components.lead import milliseconds


def ticking(clock: Clock) -> dict[str, Any]:
    """Times as milliseconds, the zone already taken out."""
    return {
        "text": clock.text(),
        "ms": milliseconds(clock.shown()),
        "speed": clock.speed if clock.runs and clock.spoken is None else 0,
        "end": milliseconds(clock.end) if clock.end and not clock.is_live else None,
    }
