-- One row per category and slot, for the city: the longest district cover over the shortest.
select
    item,
    ops_day,
    as_of,
    'city' as level,
    (select o.city_code from ref.operation as o) as area_code,
    max(value) / nullif(min(value), 0) as value,
    max(value) as numer,
    min(value) as denom
from gauge.cover
where level = 'district'
group by item, ops_day, as_of
having count(value) > 1
