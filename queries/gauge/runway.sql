-- One row per kind of unit, area and slot: hours until the free units are gone at the net inflow of gauge.net_inflow.
-- Null where there is no inflow: ample, not infinite.
-- The city counts the sites it pools, on sums; where it pools none, the district that fills first speaks: beds
-- elsewhere do not help it.
with either as (
    select
        *,
        unnest([{'suffix': '', 'free': free}, {'suffix': '_OPENING', 'free': free + opening}]) as part
    from gauge.net_inflow
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
