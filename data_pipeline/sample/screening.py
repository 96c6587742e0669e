"""`screening`: rounds by subdistrict and method. A round is reported from its start until its laboratories are done."""

from collections.abc import Iterator

import numpy as np

from data_pipeline.declare.tables import Round
from data_pipeline.sample import figures, rounds
from data_pipeline.sample.queue import oldest
from data_pipeline.sample.rounds import Stages
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.shapes import Profile
from data_pipeline.sample.world import Flows, World

WEST = {
    "310101",
    "310104",
    "310105",
    "310106",
    "310107",
    "310109",
    "310110",
    "310112",
    "310113",
    "310114",
    "310117",
    "310118",
    "310151",
}  # a round named 浦西 is theirs
STAFF_SHARE = 0.009  # couriers and other city-service staff, single tubes
POINTS = Profile((0.06,) * 6 + (0.5, 0.9) + (1.0,) * 11 + (0.8, 0.5, 0.25, 0.1, 0.06))  # share open by hour


def rows(world: World, flows: Flows) -> Rows:
    return stack(part for r in _rounds(world) for part in _round(world, r, flows))


def _rounds(world: World) -> Iterator[Round]:
    """Rounds of the pack that some slot can report on."""
    for r in world.pack.rounds:
        if len(_slots(world, r)):
            yield r


def _slots(world: World, round_: Round) -> np.ndarray:
    """Slots that report the round: until the next one starts, or its laboratories are done."""
    grid = world.grid
    end = grid.step_of(round_.deadline_at) + grid.hours(rounds.TAIL_H)
    later = [grid.step_of(r.starts_at) for r in world.pack.rounds if r.starts_at > round_.starts_at]
    last = min([end, *later])
    return np.array([s.index for s in grid.slots if grid.step_of(round_.starts_at) < s.step <= last], dtype=int)


def _round(world: World, round_: Round, flows: Flows) -> Iterator[Rows]:
    new = flows["POS"].new
    start = world.grid.step_of(round_.starts_at)
    began = new[np.clip(start, 0, len(new) - 1)]
    found = np.maximum(new - began, 0)
    waiting = flows["POS"].open[np.clip(start, 0, len(new) - 1)]
    due = _due(world, round_, waiting)
    for method, share in _shares(world, round_, flows).items():
        target = np.floor(due * share).astype(int)
        if target.any():
            stages = rounds.run(world, round_, method, target, found)
            yield _rows(world, round_, method, stages, np.floor(waiting * share).astype(int))


def _due(world: World, round_: Round, waiting: np.ndarray) -> np.ndarray:
    """(subdistricts,) people due: residents and visitors, less those already positive and waiting."""
    places = world.places
    scale = figures.ROUND_PEOPLE / 0.9925 / figures.CENSUS  # residents and visitors; 99 % were reached
    here = np.isin(np.array(places.home), list(WEST))[places.group] if "浦西" in round_.zh else True
    return np.where(here, np.floor(places.people * scale) - waiting, 0)


def _shares(world: World, round_: Round, flows: Flows) -> dict[str, np.ndarray]:
    """(subdistricts,) by method. Places with positives lately take mixed PCR, the others antigen tests."""
    places, new = world.places, flows["POS"].new
    if len(round_.methods) == 1:
        return {round_.methods[0]: np.ones(places.n)}
    before = new[np.clip(world.grid.step_of(round_.starts_at), 0, len(new) - 1)]
    hit = before / places.people * 10_000
    pcr = np.clip(0.34 + 0.11 * np.log1p(hit), 0.3, 0.88)
    share = {"PCR_10": pcr, "PCR_1": np.full(places.n, STAFF_SHARE), "AG": 1 - STAFF_SHARE - pcr}
    return {m: share[m] for m in round_.methods if m in share}


def _rows(world: World, round_: Round, method: str, s: Stages, exempt: np.ndarray) -> Rows:
    where = np.flatnonzero(s.target > 0)
    slots = _slots(world, round_)
    at = world.grid.at[slots]
    blank = np.full((len(at), len(where)), np.nan)

    def level(curve: np.ndarray) -> np.ndarray:
        return curve[at][:, where]

    tubes = {
        "sampled_tubes": s.tubes,
        "delivered_tubes": s.delivered,
        "tested_tubes": s.tested,
        "reported_tubes": s.reported,
        "abnormal_tubes": s.abnormal,
    }
    waited = oldest(s.recheck_due, s.rechecked, at, world.grid.hours(48), world.grid.step_h)[:, where]
    values = {
        "target_people": s.target[where][None] + np.zeros((len(at), 1), dtype=int),
        "exempt_people": exempt[where],
        "deferred_people": level(s.recheck_due - s.rechecked),
        "sampled_people": level(s.sampled),
        **{k: blank if method == "AG" else level(v) for k, v in tubes.items()},
        "recheck_due_people": level(s.recheck_due),
        "rechecked_people": level(s.rechecked),
        "recheck_positive_people": level(s.positive),
        "recheck_oldest_h": np.round(waited, 1),
        "home_due_people": s.home_due[where],
        "home_done_people": level(s.home_done),
        **_hands(world, method, s.target[where], at),
    }
    fixed = {"round_id": [round_.round_id] * len(where), "method": [method] * len(where)}
    rows = lattice(where, fixed, values)
    return Rows(slots[rows.slot], rows.area, rows.columns)


def _hands(world: World, method: str, target: np.ndarray, at: np.ndarray) -> dict[str, np.ndarray]:
    """Points and samplers by the hour; antigen tests are taken at home."""
    if method == "AG":
        return dict.fromkeys(("points_open", "samplers_on_duty"), np.zeros((len(at), len(target)), dtype=int))
    hour = (at % world.grid.per_day) * world.grid.step_h
    open_ = np.array(POINTS.hourly)[np.minimum(hour.astype(int), 23)][:, None]
    points = np.ceil(target * figures.SAMPLING_POINTS / figures.ROUND_PEOPLE * open_).astype(int)
    samplers = np.ceil(target * figures.SAMPLERS / figures.ROUND_PEOPLE * open_).astype(int)
    return {"points_open": points, "samplers_on_duty": samplers}
