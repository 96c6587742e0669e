-- One row per area and slot: the longest wait for a re-check, in hours; the oldest is a maximum, never an average.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    coalesce(max(recheck_oldest_h), 0)::double as value,
    (coalesce(max(recheck_oldest_h), 0))::double as numer,
    null::double as denom
from clean.screening
where recheck_due_people is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
