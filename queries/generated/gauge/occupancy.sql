-- One row per family, area and slot: units in use out of those open and not blocked, in percent; families apart.
select
    family as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(occupied_units) / nullif(sum(usable_units), 0) as value,
    sum(occupied_units)::double as numer,
    sum(usable_units)::double as denom
from clean.capacity
where scope <> 'PARTNER' and occupied_units is not null and usable_units is not null
group by grouping sets ((family, ops_day, as_of, district_code), (family, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
