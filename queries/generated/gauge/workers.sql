-- One row per task type, area and slot: workers on duty for it.
select
    task_type as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(workers_on_duty)::double as value,
    sum(workers_on_duty)::double as numer,
    null::double as denom
from clean.tasks
where workers_on_duty is not null
group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
