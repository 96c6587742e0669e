-- One row per mission of support teams in one area, as last told this day, the most people first.
select
    mission,
    as_of,
    teams,
    headcount,
    assigned,
    lodging,
    meals,
    transport,
    ppe,
    ready
from mart.team_kind
where ops_day = $ops_day::date and as_of <= $moment::timestamp and area_code = $area
qualify as_of = max(as_of) over (partition by mission)
order by headcount desc, mission asc
