-- One row per task type, area and slot: checks made out of tasks done, in percent.
select
    task_type as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(checked_today) / nullif(sum(done_today), 0) as value,
    sum(checked_today)::double as numer,
    sum(done_today)::double as denom
from clean.tasks
where checked_today is not null and done_today is not null
group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
