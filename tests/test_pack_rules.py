"""Every cross-column rule of a feed lets a true row pass and finds a row that breaks it."""

from datetime import date, datetime

import duckdb
import pytest

from data_pipeline.declare import Feed, Pack, Rule, load_pack
from data_pipeline.declare.describe import sample_row
from tests.support.packs import MALAYSIA, SHANGHAI

CITY = load_pack(SHANGHAI)
PACKS = (CITY, load_pack(MALAYSIA))
RULES = [(f, r) for pack in PACKS for f in pack.feeds.values() for r in f.rules]

# rule -> what must be changed in the feed's example for the rule to speak
BREAKS: dict[str, dict[str, object]] = {
    "screening.delivered_within_sampled": {"delivered_tubes": 13181},
    "screening.tested_within_delivered": {"tested_tubes": 11951},
    "screening.reported_within_tested": {"reported_tubes": 8421},
    "screening.abnormal_within_reported": {"abnormal_tubes": 7901},
    "screening.rechecked_within_due": {"rechecked_people": 951},
    "screening.positive_within_rechecked": {"recheck_positive_people": 611},
    "screening.home_within_target": {"home_due_people": 182001},
    "screening.home_done_within_due": {"home_done_people": 821},
    "screening.far_over_target": {"sampled_people": 191101},
    "screening.over_target": {"sampled_people": 182001},
    "screening.pool_factor": {"sampled_people": 13104},
    "screening.antigen_has_no_tubes": {"method": "AG"},
    "screening.recheck_against_tubes": {"recheck_due_people": 700},
    "transfer.balance": {"arrived_today": 394},
    "transfer.bands": {"wait_6_12h": 41},
    "transfer.dispatched_within_due": {"dispatched_today": 601},
    "transfer.picked_up_within_dispatched": {"picked_up_today": 471},
    "transfer.arrived_within_moved": {"arrived_today": 645},
    "transfer.in_transit_covers_moved": {"in_transit_now": 34},
    "transfer.oldest_in_top_band": {"oldest_wait_h": 23},
    "transfer.outcome_on_totals_only": {"new_confirmed_today": 3},
    "transfer.converted_within_confirmed": {"new_confirmed_today": 3, "converted_today": 4},
    "transfer.community_within_new": {
        "new_confirmed_today": 3,
        "new_asym_today": 5,
        "converted_today": 1,
        "community_found_today": 8,
    },
    "capacity.pipeline": {"open_units": 1201},
    "capacity.balance": {"out_today": 164},
    "capacity.within_open": {"blocked_units": 56},
    "capacity.severity_sum": {"n_mild": 179},
    "capacity.opening_within_plan": {"open_next_24h": 601},
    "supply.unit_of_tier": {"unit": "household"},
    "supply.balance": {"loss_today": 1},
    "supply.delivered_within_due": {"delivered_today": 520.001},
    "tasks.balance": {"open_now": 20},
    "tasks.on_time_within_done": {"done_on_time": 50},
    "tasks.passed_within_checked": {"passed_today": 11},
    "issues.balance": {"merged_today": 0},
    "issues.same_day_within": {"resolved_same_day": 30},
    "issues.bands": {"open_4_12h": 1},
    "issues.oldest_in_top_band": {"oldest_open_h": 4.5},
    "support.legs_within_headcount": {"ppe_ok": 1501},
    "bulletin.converted_within_confirmed": {"asym_to_confirmed": 312},
    "bulletin.confirmed_split": {"confirmed_in_community": 268},
    "bulletin.asymptomatic_split": {"asymptomatic_in_community": 511},
    "pkrc.within_beds": {"beds": 10, "pkrc_covid": 9, "pkrc_pui": 1, "pkrc_noncovid": 1},
    "pkrc.admitted_parts": {"admitted_pui": 1, "admitted_covid": 2, "admitted_total": 2},
}


def verdict(feed: Feed, rule: Rule, row: dict[str, object]) -> bool | None:
    """What the rule says of one row: FALSE breaks it, NULL cannot be judged."""
    values = [row.get(c.name) for c in feed.columns]
    fields = ", ".join(f"cast(? as {c.sql_type}) as {c.name}" for c in feed.columns)
    with duckdb.connect() as con:
        found = con.execute(f"select {rule.sql} from (select {fields}) as t", values).fetchone()
    assert found is not None
    return found[0]


def typed(feed: Feed) -> dict[str, object]:
    """The feed's example as stored: labels as codes, blanks as NULL."""
    pack = next(p for p in PACKS if p.feeds.get(feed.id) is feed)
    row: dict[str, object] = {}
    for name, text in sample_row(feed, pack).items():
        column = feed[name]
        spelled = [t for t in pack.terms(column.vocab or "") if text in (t.zh, t.code)]
        row[name] = (spelled[0].code if spelled else text) if text else None
        if column.type == "date":
            row[name] = date.fromisoformat(text)
        elif column.type == "timestamp":
            row[name] = datetime.fromisoformat(text)
    return row


def test_every_rule_has_a_row_that_breaks_it() -> None:
    assert set(BREAKS) == {f"{f.id}.{r.id}" for f, r in RULES}


@pytest.mark.parametrize(("feed", "rule"), RULES, ids=lambda x: x.id)
def test_a_rule_passes_the_example_and_finds_what_breaks_it(feed: Feed, rule: Rule) -> None:
    row = typed(feed)
    assert verdict(feed, rule, row) is not False
    assert verdict(feed, rule, row | BREAKS[f"{feed.id}.{rule.id}"]) is False


@pytest.mark.parametrize(("feed", "rule"), RULES, ids=lambda x: x.id)
def test_a_rule_is_silent_where_figures_are_blank(feed: Feed, rule: Rule) -> None:
    blank = {c.name: None for c in feed.columns if c.is_number}
    assert verdict(feed, rule, typed(feed) | blank) is not False


@pytest.mark.parametrize(("feed", "rule"), [x for x in RULES if x[0] in CITY.feeds.values()], ids=lambda x: x.id)
def test_a_rule_accepts_a_row_where_nothing_has_happened(feed: Feed, rule: Rule) -> None:
    zero = {c.name: 0 for c in feed.columns if c.is_number}
    assert verdict(feed, rule, typed(feed) | zero) is not False


@pytest.mark.parametrize("pack", PACKS, ids=["shanghai", "malaysia"])
def test_a_report_is_in_time_until_half_a_cadence_after_its_slot(pack: Pack) -> None:
    assert {id: f.grace_min for id, f in pack.feeds.items()} == {id: f.cadence_min // 2 for id, f in pack.feeds.items()}
