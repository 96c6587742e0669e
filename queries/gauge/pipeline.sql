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
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
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
            {'item': 'PLANNED', 'figure': planned, 'numer': planned, 'denom': planned},
            {'item': 'STARTED', 'figure': started, 'numer': started, 'denom': planned},
            {'item': 'HANDED', 'figure': handed, 'numer': handed, 'denom': planned},
            {'item': 'STAFFED', 'figure': staffed, 'numer': staffed, 'denom': planned},
            {'item': 'OPEN', 'figure': opened, 'numer': opened, 'denom': planned},
            {'item': 'IDLE', 'figure': handed - opened, 'numer': handed - opened, 'denom': planned},
            {'item': 'UNSTAFFED', 'figure': handed - staffed, 'numer': handed - staffed, 'denom': planned}
        ]) as part
    from summed
) as s
