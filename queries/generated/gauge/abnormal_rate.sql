-- One row per area and slot: abnormal tubes per 10,000 reported. Context, never a positivity rate.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    10000.0 * sum(abnormal_tubes) / nullif(sum(reported_tubes), 0) as value,
    sum(abnormal_tubes)::double as numer,
    sum(reported_tubes)::double as denom
from clean.screening
where abnormal_tubes is not null and reported_tubes is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
