-- One row per key of tasks as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.task_type, t.as_of, max(t.load_id) as load_id
    from raw.tasks as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.task_type,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.new_due_today, r.load_id) as new_due_today,
    arg_max(r.done_today, r.load_id) as done_today,
    arg_max(r.cancelled_today, r.load_id) as cancelled_today,
    arg_max(r.open_now, r.load_id) as open_now,
    arg_max(r.done_on_time, r.load_id) as done_on_time,
    arg_max(r.oldest_open_h, r.load_id) as oldest_open_h,
    arg_max(r.checked_today, r.load_id) as checked_today,
    arg_max(r.passed_today, r.load_id) as passed_today,
    arg_max(r.workers_on_duty, r.load_id) as workers_on_duty,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.tasks as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.task_type is not distinct from f.task_type
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.task_type, r.as_of
