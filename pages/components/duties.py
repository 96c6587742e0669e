"""Which figures stand together on each duty's page, and under which title. The titles are words of the topic `duty`."""

from pages.components.duty import Group

GROUPS: dict[str, tuple[Group, ...]] = {
    "screening": (
        Group("group.coverage", lines=("screening", "screening_family", "homevisit", "chase")),
        Group("group.stages", gauges=("stage_hours", "stage_turnaround"), lines=("stage",)),
        Group("group.sampling", gauges=("point_load", "pool_factor", "tubes_unaccounted")),
        Group("group.chase", gauges=("abnormal_rate", "chase_oldest", "chase_found")),
    ),
    "transfer": (
        Group("group.moving", lines=("transfer", "quarantine")),
        Group("group.waiting", gauges=("transfer_parts", "wait_profile", "transfer_same_day")),
        Group("group.vehicles", gauges=("vehicles",)),
    ),
    "capacity": (
        Group("group.opening", lines=("capacity", "treatment", "SITE_CARE", "tasks")),
        Group("group.occupancy", gauges=("occupancy", "usable_free", "rooms_per_10000", "blocked_share")),
        Group("group.runway", gauges=("runway",)),
        Group("group.pipeline", gauges=("pipeline", "team")),
        Group("group.level_of_care", gauges=("mismatch",)),
    ),
    "supply": (
        Group("group.tiers", lines=("supply_door", "supply_tier")),
        Group("group.channels", lines=("supply_channel",), gauges=("channel_inbound",)),
        Group("", gauges=("cover", "cover_city", "balance")),
        Group("group.on_the_way", gauges=("inbound_ratio", "vehicles_held", "supply_queue", "quality")),
    ),
    "people": (
        Group("group.duty", lines=("duty_compound", "duty_office", "duty_building", "duty_testing", "duty_delivery",
                                   "duty_reportin", "duty_org", "rest_frontline"),
              gauges=("duty_load", "duty_workers")),
        Group("group.investigation", lines=("epi_onsite_2h", "epi_core_4h", "epi_report_24h"), gauges=("on_time",)),
        Group("group.disinfection", lines=("disinfect_public", "disinfect_terminal", "disinfect_prevent",
                                           "goods_disinfect"), gauges=("quality_pass", "quality_pass_low")),
        Group("group.waste", lines=("waste_special", "waste_medical")),
        Group("group.support", gauges=("support",)),
        Group("group.supply_staff", lines=("staff_test", "staff_closedloop", "site_inspect", "site_declare"),
              gauges=("staff_control", "checked_share")),
    ),
    "needs": (
        Group("group.people_in_need", lines=("key_elder_alone", "key_hardship", "key_disabled_care", "key_disability",
                                             "key_nonresident", "medical_p1", "inst_supply"),
              gauges=("nonresident_gap",)),
        Group("group.issues", lines=("issues", "issues_priority", "issues_level"),
              gauges=("issues_same_day", "issue_age", "issues_escalated")),
        Group("group.issues_by_type", lines=("issues_type",)),
        Group("group.helping_hands", lines=("psych_call", "charity_aid", "org_supply_match")),
    ),
}  # fmt: skip
