-- One row per area and slot: issues handed up a level today, of those raised. More is not worse.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(escalated_today)::double as value,
    sum(escalated_today)::double as numer,
    sum(raised_today)::double as denom
from clean.issues
where escalated_today is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
