-- One row per stretch of road, area and slot: vehicles held on the way into the province, and within the city.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(vehicles_held) filter (where tier = 'T0_TRUNK')::double as trunk,
        sum(vehicles_held) filter (where tier <> 'T0_TRUNK')::double as city
    from clean.supply
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
            {'item': 'TRUNK', 'figure': trunk, 'numer': trunk, 'denom': null},
            {'item': 'CITY', 'figure': city, 'numer': city, 'denom': null}
        ]) as part
    from summed
) as s
