"""What is known to be damaged in the store: looked up at most once in ten seconds, for whoever asks."""

import time

from data_pipeline.board.board import board
from data_pipeline.core.caches import Cache
from data_pipeline.store.audit.finding import Finding

HOLDS_S = 10.0
FINDINGS = Cache("findings", 4, idle_s=60)


def damage() -> tuple[Finding, ...]:
    of = board()
    return FINDINGS.get((str(of.root), int(time.monotonic() / HOLDS_S)), lambda: tuple(of.findings()))
