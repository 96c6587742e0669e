-- One row per task type, area and slot: done on time out of done and overdue, in percent.
-- Of the open ones only the oldest age is told: where it is past the limit, all open there count as overdue.
with task as (
    select
        *,
        case when oldest_open_h > case task_type
            when 'EPI_ONSITE_2H' then 2 when 'EPI_CORE_4H' then 4 when 'EPI_REPORT_24H' then 24
            when 'DISINFECT_PUBLIC' then 6 when 'DISINFECT_TERMINAL' then 24
        end then open_now else 0 end as overdue
    from clean.tasks
    where done_on_time is not null and done_today is not null
)

select
    task_type as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(done_on_time) / nullif(sum(done_today + overdue), 0) as value,
    sum(done_on_time)::double as numer,
    sum(done_today + overdue)::double as denom
from task
group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
