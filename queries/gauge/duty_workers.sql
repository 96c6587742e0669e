-- One row per kind of duty, area and slot: workers on duty per 1,000 residents.
with summed as (
    select
        task_type,
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(workers_on_duty)::double as workers
    from clean.tasks
    where task_type like 'DUTY_%' and workers_on_duty is not null
    group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    s.task_type as item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    1000 * s.workers / a.population as value,
    s.workers as numer,
    a.population::double as denom
from summed as s
inner join ref.areas as a on s.area_code = a.code
where a.population > 0
