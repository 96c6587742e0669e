-- One row per kind of unit, area and slot: units free, and their net inflow an hour, the steeper of two: that of the
-- last 6 and that of the last 24 hours (since midnight where nothing was told before).
-- A district counts the sites that are its own, the city those it pools.
with summed as (
    select
        case unit when 'ROOM' then 'ROOMS' else 'BEDS' end as kind,
        ops_day,
        as_of,
        case scope when 'CITY' then 'city' else 'district' end as level,
        case scope when 'CITY' then (select o.city_code from ref.operation as o) else district_code end as area_code,
        sum(free_units)::double as free,
        sum(coalesce(open_next_24h, 0))::double as opening,
        sum(occupied_units)::double as occupied,
        sum(opening_occupied)::double as occupied_0
    from clean.capacity
    where scope <> 'PARTNER' and family <> 'TRANSIT' and free_units is not null
    group by all
),

before as (
    select
        *,
        last_value(occupied) over six as occupied_6,
        last_value(as_of) over six as as_of_6,
        last_value(occupied) over day as occupied_24,
        last_value(as_of) over day as as_of_24
    from summed
    window six as (
        partition by kind, level, area_code order by as_of
        range between unbounded preceding and interval 6 hours preceding
    ), day as (
        partition by kind, level, area_code order by as_of
        range between unbounded preceding and interval 24 hours preceding
    )
)

select
    *,
    greatest(
        60 * (occupied - coalesce(occupied_6, occupied_0))
        / date_diff('minute', coalesce(as_of_6, ops_day::timestamp), as_of),
        60 * (occupied - coalesce(occupied_24, occupied_0))
        / date_diff('minute', coalesce(as_of_24, ops_day::timestamp), as_of)
    ) as net_per_h
from before
