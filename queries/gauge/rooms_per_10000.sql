-- One row per reckoning, area and slot: usable quarantine rooms per 10,000 residents, without and with partner rooms.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(usable_units) filter (where scope <> 'PARTNER')::double as own,
        sum(usable_units)::double as with_partner
    from clean.capacity
    where family = 'QUARANTINE' and unit = 'ROOM' and usable_units is not null
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
)

select
    s.part.item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    10000 * s.part.rooms / s.population as value,
    s.part.rooms as numer,
    s.population::double as denom
from (
    select
        d.*,
        a.population,
        unnest([{'item': 'OWN', 'rooms': d.own}, {'item': 'WITH_PARTNER', 'rooms': d.with_partner}]) as part
    from summed as d
    inner join ref.areas as a on d.area_code = a.code and d.level = a.level
    where a.population > 0
) as s
