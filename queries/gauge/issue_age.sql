-- One row per question about open issues, area and slot: oldest ages by max, P2 over a day by sum; never an average.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        max(oldest_open_h) filter (where priority = 'P1' and open_now > 0)::double as p1,
        sum(open_24h_plus) filter (where priority = 'P2')::double as p2,
        max(oldest_open_h) filter (where issue_type = 'HAZARD' and open_now > 0)::double as hazard,
        max(oldest_open_h) filter (where issue_type = 'DECISION_NEEDED' and open_now > 0)::double as decision,
        max(oldest_open_h) filter (where level = 'CITY' and open_now > 0)::double as city,
        sum(open_now)::double as open
    from clean.issues
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
)

select
    s.part.item as item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    s.part.figure as value,
    s.part.figure as numer,
    s.open as denom
from (
    select
        *,
        unnest([
            {'item': 'P1_OLDEST', 'figure': coalesce(p1, 0)},
            {'item': 'P2_OVER_24H', 'figure': coalesce(p2, 0)},
            {'item': 'HAZARD_OLDEST', 'figure': coalesce(hazard, 0)},
            {'item': 'DECISION_OLDEST', 'figure': coalesce(decision, 0)},
            {'item': 'CITY_OLDEST', 'figure': coalesce(city, 0)}
        ]) as part
    from summed
) as s
