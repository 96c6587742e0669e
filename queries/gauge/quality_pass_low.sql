-- One row per task type, area and slot: Wilson 95 % lower bound of the share passed: small samples prove little.
select
    task_type as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * (
        sum(passed_today) + 1.9208
        - 1.96 * sqrt(sum(passed_today) * (1 - sum(passed_today) / nullif(sum(checked_today), 0)) + 0.9604)
    ) / nullif(sum(checked_today) + 3.8416, 3.8416) as value,
    sum(passed_today)::double as numer,
    sum(checked_today)::double as denom
from clean.tasks
where passed_today is not null and checked_today is not null
group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
