-- One row per area and slot: people due for a re-check out of those the abnormal tubes hold, in percent.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(recheck_due_people) / nullif(sum(abnormal_tubes * pool), 0) as value,
    sum(recheck_due_people)::double as numer,
    sum(abnormal_tubes * pool)::double as denom
from clean.screening
where recheck_due_people is not null and abnormal_tubes is not null and pool is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
