"""The sites at the last slot, by kind: rows of the query `page/sites`, summed over scopes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from data_pipeline.declare import Pack
from data_pipeline.query.rows import SitesRow
from data_pipeline.words.numbers import known
from pages.model.scene import Scene

PARTNER = "PARTNER"  # rooms of other provinces: shown apart, never in a sum with the city's own
SEVERITIES = ("n_asym", "n_mild", "n_moderate", "n_severe", "n_critical")
FIGURES = (
    "sites", "open_units", "usable_units", "occupied_units", "free_units", "med_required", "med_present",
    "service_required", "service_present", *SEVERITIES,
)  # fmt: skip

FEED = "capacity"  # tells of sites: an operation without it has none


def has_sites(pack: Pack) -> bool:
    return FEED in pack.feeds


def site_rows(scene: Scene) -> Sequence[SitesRow]:
    if not has_sites(scene.pack):
        return []
    return scene.asked("page/sites", SitesRow, ops_day=scene.day.ops_day, moment=scene.day.asked)


def by_kind(rows: Iterable[SitesRow], area: str) -> dict[str, Mapping[str, float]]:
    """Site type → its figures in this area, without partner rooms, in the order of the vocabulary's codes."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0.0))
    for row in rows:
        if row["area_code"] == area and row["scope"] != PARTNER:
            for name in FIGURES:
                found[str(row["site_type"])][name] += float(row[name]) if known(row[name]) else 0.0
    return dict(found)


def in_order(scene: Scene, kinds: Iterable[str]) -> list[str]:
    """Kinds in the order in which the pack declares them."""
    held = set(kinds)
    return [t.code for t in scene.pack.terms("site_type") if t.code in held]
