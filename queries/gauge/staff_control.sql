-- One row per control of supply staff, area and slot: tested, and lodged in the closed loop, out of those on duty.
select
    case task_type when 'STAFF_TEST' then 'TESTED' else 'CLOSEDLOOP' end as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(done_today) / nullif(sum(carry_in + new_due_today - coalesce(cancelled_today, 0)), 0) as value,
    sum(done_today)::double as numer,
    sum(carry_in + new_due_today - coalesce(cancelled_today, 0))::double as denom
from clean.tasks
where
    task_type in ('STAFF_TEST', 'STAFF_CLOSEDLOOP')
    and done_today is not null and carry_in is not null and new_due_today is not null
group by grouping sets ((task_type, ops_day, as_of, district_code), (task_type, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
