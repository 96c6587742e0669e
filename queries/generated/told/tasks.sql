-- One row per row of tasks ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.tasks where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.district_code is not distinct from r.district_code and s.subdistrict is not distinct from r.subdistrict and s.task_type is not distinct from r.task_type and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (carry_in is not null) as carry_in, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (new_due_today is not null) as new_due_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (done_today is not null) as done_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (cancelled_today is not null) as cancelled_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (open_now is not null) as open_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (done_on_time is not null) as done_on_time, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (oldest_open_h is not null) as oldest_open_h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (checked_today is not null) as checked_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (passed_today is not null) as passed_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (workers_on_duty is not null) as workers_on_duty
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
