-- One row per kind of unit, area and slot: hours until the free units are gone at the net inflow since midnight.
-- The city is worked out on sums over the sites it may use; value is null where the inflow does not exceed the outflow.
with site as (
    select
        *,
        case unit when 'ROOM' then 'ROOMS' else 'BEDS' end as kind,
        date_diff('minute', ops_day::timestamp, as_of) / 60.0 as hours
    from clean.capacity
    where scope <> 'PARTNER' and family <> 'TRANSIT' and free_units is not null and in_today is not null
),

summed as (
    select
        kind,
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(free_units)::double as free,
        sum(coalesce(open_next_24h, 0))::double as opening,
        sum(in_today - coalesce(out_today, 0)) / max(hours) as net_per_h
    from site
    group by grouping sets ((kind, ops_day, as_of, district_code), (kind, ops_day, as_of))
)

select
    kind as item,
    ops_day,
    as_of,
    level,
    area_code,
    case when net_per_h > 0 then free / net_per_h end as value,
    free as numer,
    net_per_h as denom
from summed
union all
select
    kind || '_OPENING' as item,
    ops_day,
    as_of,
    level,
    area_code,
    case when net_per_h > 0 then (free + opening) / net_per_h end as value,
    free + opening as numer,
    net_per_h as denom
from summed
