"""A code nobody has sent before, beside one that is known and nearly the same: asked about, never merged."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.cells.code import near
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import labels

MOST = 100


def check_codes(feed: Feed, table: pa.Table, past: pa.Table | None, lines: np.ndarray) -> Iterable[Problem]:
    """One doubt per new code of a key."""
    if past is None:
        return
    for name in (k for k in feed.key if feed[k].type == "code"):
        known = [c for c in past.column(name).unique().to_pylist() if c]
        meant = {near(c): c for c in known}
        sent = table.column(name).to_pylist()
        new = {c: meant[near(c)] for c in dict.fromkeys(sent) if c and c not in known and near(c) in meant}
        for code, other in list(new.items())[:MOST]:
            facts = {"near": other} | labels(feed, name)
            yield Problem(int(lines[sent.index(code)]), name, code, "near_code", "confirm", facts)
