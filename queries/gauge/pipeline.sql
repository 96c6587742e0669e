-- One row per step of opening a site, area and slot: units that reached at least this step; idle and unstaffed beside.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(planned_units)::double as planned,
        sum(started_units)::double as started,
        sum(handed_units)::double as handed,
        sum(staffed_units)::double as staffed,
        sum(open_units)::double as opened
    from clean.capacity
    where scope <> 'PARTNER'
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
)

select
    s.step.item as item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    s.step.units as value,
    s.step.units as numer,
    s.planned as denom
from (
    select
        *,
        unnest([
            {'item': 'PLANNED', 'units': planned},
            {'item': 'STARTED', 'units': started},
            {'item': 'HANDED', 'units': handed},
            {'item': 'STAFFED', 'units': staffed},
            {'item': 'OPEN', 'units': opened},
            {'item': 'IDLE', 'units': handed - opened},
            {'item': 'UNSTAFFED', 'units': handed - staffed}
        ]) as step
    from summed
) as s
