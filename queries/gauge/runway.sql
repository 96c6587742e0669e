-- One row per kind of unit, area and slot: hours until the free units are gone, at the steeper of two net inflows: that
-- of the last 6 and that of the last 24 hours (since midnight where nothing was told before). Null where neither is an
-- inflow: ample, not infinite.
-- A district counts the sites that are its own. The city counts those it pools, on sums; where it pools none, the
-- district that fills first speaks: beds elsewhere do not help it.
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
),

rated as (
    select
        *,
        greatest(
            60 * (occupied - coalesce(occupied_6, occupied_0))
            / date_diff('minute', coalesce(as_of_6, ops_day::timestamp), as_of),
            60 * (occupied - coalesce(occupied_24, occupied_0))
            / date_diff('minute', coalesce(as_of_24, ops_day::timestamp), as_of)
        ) as net_per_h
    from before
),

either as (
    select
        *,
        unnest([{'suffix': '', 'free': free}, {'suffix': '_OPENING', 'free': free + opening}]) as part
    from rated
),

lasting as (
    select
        kind || part.suffix as item,
        ops_day,
        as_of,
        level,
        area_code,
        case when net_per_h > 0 then greatest(part.free, 0) / net_per_h end as value,
        part.free as numer,
        net_per_h as denom
    from either
)

select * from lasting
union all
select
    d.item,
    d.ops_day,
    d.as_of,
    'city' as level,
    (select o.city_code from ref.operation as o) as area_code,
    min(d.value) as value,
    arg_min(d.numer, d.value) as numer,
    arg_min(d.denom, d.value) as denom
from lasting as d
where
    d.level = 'district'
    and not exists (
        select 1
        from lasting as c
        where c.level = 'city' and c.item = d.item and c.ops_day = d.ops_day and c.as_of = d.as_of
    )
group by d.item, d.ops_day, d.as_of
