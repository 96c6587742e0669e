-- One row per question about open issues, area and slot: oldest is a maximum, over a day a sum, the median from bands.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        coalesce(max(oldest_open_h) filter (where priority = 'P1' and open_now > 0), 0)::double as p1,
        coalesce(sum(open_24h_plus) filter (where priority = 'P2'), 0)::double as p2,
        coalesce(max(oldest_open_h) filter (where issue_type in ('HAZARD', 'DISPUTE') and open_now > 0), 0)::double
            as hazard,
        coalesce(max(oldest_open_h) filter (where issue_type = 'DECISION_NEEDED' and open_now > 0), 0)::double
            as decision,
        coalesce(max(oldest_open_h) filter (where level = 'CITY' and open_now > 0), 0)::double as city,
        sum(open_0_4h)::double as b1,
        sum(open_4_12h)::double as b2,
        sum(open_12_24h)::double as b3,
        sum(open_0_4h + open_4_12h + open_12_24h + open_24h_plus)::double as total
    from clean.issues
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

banded as (
    select
        *,
        case
            when total = 0 then null
            when total / 2 <= b1 then 0 + 4 * (total / 2) / b1
            when total / 2 <= b1 + b2 then 4 + 8 * (total / 2 - b1) / b2
            when total / 2 <= b1 + b2 + b3 then 12 + 12 * (total / 2 - b1 - b2) / b3
            else 24
        end::double as median_h
    from summed
)

select
    s.part.item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    s.part.figure as value,
    s.part.numer,
    s.part.denom
from (
    select
        *,
        unnest([
            {'item': 'P1_OLDEST', 'figure': p1, 'numer': p1, 'denom': null},
            {'item': 'P2_OVER_24H', 'figure': p2, 'numer': p2, 'denom': total},
            {'item': 'HAZARD_OLDEST', 'figure': hazard, 'numer': hazard, 'denom': null},
            {'item': 'DECISION_OLDEST', 'figure': decision, 'numer': decision, 'denom': null},
            {'item': 'CITY_OLDEST', 'figure': city, 'numer': city, 'denom': null},
            {'item': 'MEDIAN', 'figure': median_h, 'numer': total, 'denom': null}
        ]) as part
    from banded
) as s
