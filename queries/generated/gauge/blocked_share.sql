-- One row per area and slot: units closed for cleaning or repair out of those open, in percent.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(blocked_units) / nullif(sum(open_units), 0) as value,
    sum(blocked_units)::double as numer,
    sum(open_units)::double as denom
from clean.capacity
where scope <> 'PARTNER' and blocked_units is not null and open_units is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
