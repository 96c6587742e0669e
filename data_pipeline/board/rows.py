"""Rows of what the board tells of itself, typed: loads, what was taken back, what is said otherwise, targets set."""

from datetime import date, datetime
from typing import TypedDict


class LoadRow(TypedDict):
    """Of `BoardReader.loads`: one file received. `approval`: waits, declined, or nothing."""

    load_id: int
    feed: str
    sha256: str
    file_name: str
    sheet: str
    sender: str
    received_at: datetime
    records: int
    accepted: int
    refused: int
    mode: str
    new_rows: int
    restated_rows: int
    unchanged_rows: int
    withdrawn_rows: int
    renamed_rows: int
    visible: bool
    withdrawn_at: datetime
    approval: str


class UndoneRow(TypedDict):
    """Of `BoardReader.changes`: a load withdrawn or restored."""

    seq: int
    moment: datetime
    by: str
    action: str
    load_id: int
    reason: str


class MovedRow(TypedDict):
    """Of a rehearsal's moves and of `BoardReader.moved`: a line or gauge of one place, before and after."""

    ops_day: date
    kind: str
    id: str
    area_code: str
    as_of_before: datetime
    as_of_after: datetime
    open_before: float
    open_after: float
    due_before: float
    due_after: float
    done_before: float
    done_after: float
    rate_before: float
    rate_after: float
    value_before: float
    value_after: float
    state_before: str
    state_after: str


class TargetSetRow(TypedDict):
    """Of `BoardReader.target_changes`: a target as it was entered."""

    seq: int
    known_from: datetime
    sender: str
    reason: str
    metric: str
    item: str
    valid_from: date
    target: float
    amber: float
    red: float
    area: str | None  # with zone: None for the whole operation
    zone: str | None
    valid_to: date | None
    withdrawn: bool | None
