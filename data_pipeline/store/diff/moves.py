"""What the board says, before and after: every line and gauge of every place whose figures or state differ."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pandas as pd

from data_pipeline.declare import Pack

Ask = Callable[..., pd.DataFrame]  # (query name, **parameters) -> rows
KEY = ["kind", "id", "area_code"]
FIGURES = ["as_of", "open", "due", "done", "rate", "value"]
STATE = "state"
NAMES = ["ops_day", *KEY, *(f"{name}_{when}" for name in (*FIGURES, STATE) for when in ("before", "after"))]


def picture(ask: Ask, pack: Pack, ops_day: date, moment: datetime) -> pd.DataFrame:
    """One row per line or gauge (`kind`) and area: the newest figures of the day by then, and the line's state."""
    day = ask("page/day", ops_day=ops_day, moment=moment)
    lines = _lines(day.loc[day["is_latest"].astype(bool)], _states(day, pack, moment))
    gauges = _gauges(ask("page/gauges", ops_day=ops_day, moment=moment))
    return pd.concat([f for f in (lines, gauges) if len(f)] or [lines]).set_index(KEY)


def _states(day: pd.DataFrame, pack: Pack, moment: datetime) -> dict[tuple[str, str], str]:
    """(line, area) to its state as judged at that moment, by pace: the same judge before and after."""
    from data_pipeline.judge.judge import Bench, verdicts

    return {key: v.state.name.lower() for key, v in verdicts(day, Bench(pack, moment)).items()}


def _lines(rows: pd.DataFrame, states: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    lines = rows.rename(columns={"line": "id"}).assign(kind="line", value=float("nan"))
    lines[STATE] = [states.get((str(a), str(b)), "") for a, b in zip(rows["line"], rows["area_code"], strict=True)]
    return lines.reindex(columns=[*KEY, *FIGURES, STATE])


def _by_slot(day: pd.DataFrame, pack: Pack) -> pd.DataFrame:
    """The lines at every slot of the day, each with its state as judged then."""
    found = []
    for at, rows in day.groupby("as_of"):
        so_far = pd.DataFrame(day[day["as_of"] <= at])
        found.append(_lines(pd.DataFrame(rows), _states(so_far, pack, pd.Timestamp(at).to_pydatetime())))  # type: ignore[arg-type]
    return pd.concat(found) if found else _lines(day, {})


def _gauges(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.rename(columns={"gauge": "id"}).assign(kind="gauge", **{STATE: ""})
    return rows.reindex(columns=[*KEY, *FIGURES, STATE])


def moves(before: pd.DataFrame, after: pd.DataFrame, ops_day: date) -> pd.DataFrame:
    """The rows of two pictures that differ, columns NAMES; a figure that was or is not told is NaN."""
    both = before.merge(after, "outer", left_index=True, right_index=True, suffixes=("_before", "_after"))
    differs = pd.Series(False, index=both.index)
    for name in (*FIGURES[1:], STATE):
        one, other = both[f"{name}_before"], both[f"{name}_after"]
        differs |= (one != other) & ~(one.isna() & other.isna())
    found = both.loc[differs].reset_index().assign(ops_day=ops_day)
    return found.reindex(columns=NAMES).reset_index(drop=True)


def restated(before: Ask, after: Ask, pack: Pack, ops_day: date, moment: datetime) -> pd.DataFrame:
    """What was told by then of any slot of the day and is told otherwise now of that same slot; columns NAMES."""
    was, now = (_by_slot(ask("page/day", ops_day=ops_day, moment=moment), pack) for ask in (before, after))
    found = [_of_same_slot(was, now, ops_day)]
    for slot in sorted(before("page/gauges", ops_day=ops_day, moment=moment)["as_of"].unique()):
        was, now = (ask("page/gauges", ops_day=ops_day, moment=slot) for ask in (before, after))
        was, now = (_gauges(rows.loc[rows["as_of"] == slot]) for rows in (was, now))
        found.append(_of_same_slot(was, now, ops_day))
    return pd.concat([f for f in found if len(f)] or [none()], ignore_index=True)


def _of_same_slot(before: pd.DataFrame, after: pd.DataFrame, ops_day: date) -> pd.DataFrame:
    one, other = (rows.assign(slot=rows["as_of"]).set_index([*KEY, "slot"]) for rows in (before, after))
    return moves(one, other.loc[other.index.isin(one.index)], ops_day)


def none() -> pd.DataFrame:
    return pd.DataFrame(columns=NAMES)
