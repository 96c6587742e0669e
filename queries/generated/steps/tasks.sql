-- One row per row of loads $first to $last of tasks, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.tasks where load_id between $first and $last
),
near as (
    select r.*
    from raw.tasks as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, district_code, subdistrict, task_type, as_of from near group by ops_day, district_code, subdistrict, task_type, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.task_type is not distinct from n.task_type and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.district_code is not distinct from o.district_code and n.subdistrict is not distinct from o.subdistrict and n.task_type is not distinct from o.task_type and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(carry_in, load_id) as carry_in, arg_max(new_due_today, load_id) as new_due_today, arg_max(done_today, load_id) as done_today, arg_max(cancelled_today, load_id) as cancelled_today, arg_max(open_now, load_id) as open_now, arg_max(done_on_time, load_id) as done_on_time, arg_max(oldest_open_h, load_id) as oldest_open_h, arg_max(checked_today, load_id) as checked_today, arg_max(passed_today, load_id) as passed_today, arg_max(workers_on_duty, load_id) as workers_on_duty
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, district_code := o.district_code, subdistrict := o.subdistrict, task_type := o.task_type, as_of := o.as_of) as named, struct_pack(carry_in := case when o.takes_back then o.carry_in else coalesce(o.carry_in, b.carry_in) end, new_due_today := case when o.takes_back then o.new_due_today else coalesce(o.new_due_today, b.new_due_today) end, done_today := case when o.takes_back then o.done_today else coalesce(o.done_today, b.done_today) end, cancelled_today := case when o.takes_back then o.cancelled_today else coalesce(o.cancelled_today, b.cancelled_today) end, open_now := case when o.takes_back then o.open_now else coalesce(o.open_now, b.open_now) end, done_on_time := case when o.takes_back then o.done_on_time else coalesce(o.done_on_time, b.done_on_time) end, oldest_open_h := case when o.takes_back then o.oldest_open_h else coalesce(o.oldest_open_h, b.oldest_open_h) end, checked_today := case when o.takes_back then o.checked_today else coalesce(o.checked_today, b.checked_today) end, passed_today := case when o.takes_back then o.passed_today else coalesce(o.passed_today, b.passed_today) end, workers_on_duty := case when o.takes_back then o.workers_on_duty else coalesce(o.workers_on_duty, b.workers_on_duty) end) as after,
        case when b.own_load is not null then struct_pack(carry_in := b.carry_in, new_due_today := b.new_due_today, done_today := b.done_today, cancelled_today := b.cancelled_today, open_now := b.open_now, done_on_time := b.done_on_time, oldest_open_h := b.oldest_open_h, checked_today := b.checked_today, passed_today := b.passed_today, workers_on_duty := b.workers_on_duty) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, district_code VARCHAR, subdistrict VARCHAR, task_type VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.task_type is not distinct from n.task_type and t.as_of is not distinct from n.as_of)
