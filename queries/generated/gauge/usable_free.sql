-- One row per family, area and slot: units open, not in use, not reserved and not blocked, of those usable.
select
    family as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(free_units)::double as value,
    sum(free_units)::double as numer,
    sum(usable_units)::double as denom
from clean.capacity
where scope <> 'PARTNER' and free_units is not null
group by grouping sets ((family, ops_day, as_of, district_code), (family, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
