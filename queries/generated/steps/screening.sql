-- One row per row of loads $first to $last of screening, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.screening where load_id between $first and $last
),
near as (
    select r.*
    from raw.screening as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, round_id, district_code, subdistrict, method, as_of from near group by ops_day, round_id, district_code, subdistrict, method, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.round_id is not distinct from n.round_id and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.method is not distinct from n.method and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.round_id is not distinct from o.round_id and n.district_code is not distinct from o.district_code and n.subdistrict is not distinct from o.subdistrict and n.method is not distinct from o.method and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(target_people, load_id) as target_people, arg_max(exempt_people, load_id) as exempt_people, arg_max(deferred_people, load_id) as deferred_people, arg_max(sampled_people, load_id) as sampled_people, arg_max(sampled_tubes, load_id) as sampled_tubes, arg_max(delivered_tubes, load_id) as delivered_tubes, arg_max(tested_tubes, load_id) as tested_tubes, arg_max(reported_tubes, load_id) as reported_tubes, arg_max(abnormal_tubes, load_id) as abnormal_tubes, arg_max(recheck_due_people, load_id) as recheck_due_people, arg_max(rechecked_people, load_id) as rechecked_people, arg_max(recheck_positive_people, load_id) as recheck_positive_people, arg_max(recheck_oldest_h, load_id) as recheck_oldest_h, arg_max(home_due_people, load_id) as home_due_people, arg_max(home_done_people, load_id) as home_done_people, arg_max(points_open, load_id) as points_open, arg_max(samplers_on_duty, load_id) as samplers_on_duty
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, round_id := o.round_id, district_code := o.district_code, subdistrict := o.subdistrict, method := o.method, as_of := o.as_of) as named, struct_pack(target_people := case when o.takes_back then o.target_people else coalesce(o.target_people, b.target_people) end, exempt_people := case when o.takes_back then o.exempt_people else coalesce(o.exempt_people, b.exempt_people) end, deferred_people := case when o.takes_back then o.deferred_people else coalesce(o.deferred_people, b.deferred_people) end, sampled_people := case when o.takes_back then o.sampled_people else coalesce(o.sampled_people, b.sampled_people) end, sampled_tubes := case when o.takes_back then o.sampled_tubes else coalesce(o.sampled_tubes, b.sampled_tubes) end, delivered_tubes := case when o.takes_back then o.delivered_tubes else coalesce(o.delivered_tubes, b.delivered_tubes) end, tested_tubes := case when o.takes_back then o.tested_tubes else coalesce(o.tested_tubes, b.tested_tubes) end, reported_tubes := case when o.takes_back then o.reported_tubes else coalesce(o.reported_tubes, b.reported_tubes) end, abnormal_tubes := case when o.takes_back then o.abnormal_tubes else coalesce(o.abnormal_tubes, b.abnormal_tubes) end, recheck_due_people := case when o.takes_back then o.recheck_due_people else coalesce(o.recheck_due_people, b.recheck_due_people) end, rechecked_people := case when o.takes_back then o.rechecked_people else coalesce(o.rechecked_people, b.rechecked_people) end, recheck_positive_people := case when o.takes_back then o.recheck_positive_people else coalesce(o.recheck_positive_people, b.recheck_positive_people) end, recheck_oldest_h := case when o.takes_back then o.recheck_oldest_h else coalesce(o.recheck_oldest_h, b.recheck_oldest_h) end, home_due_people := case when o.takes_back then o.home_due_people else coalesce(o.home_due_people, b.home_due_people) end, home_done_people := case when o.takes_back then o.home_done_people else coalesce(o.home_done_people, b.home_done_people) end, points_open := case when o.takes_back then o.points_open else coalesce(o.points_open, b.points_open) end, samplers_on_duty := case when o.takes_back then o.samplers_on_duty else coalesce(o.samplers_on_duty, b.samplers_on_duty) end) as after,
        case when b.own_load is not null then struct_pack(target_people := b.target_people, exempt_people := b.exempt_people, deferred_people := b.deferred_people, sampled_people := b.sampled_people, sampled_tubes := b.sampled_tubes, delivered_tubes := b.delivered_tubes, tested_tubes := b.tested_tubes, reported_tubes := b.reported_tubes, abnormal_tubes := b.abnormal_tubes, recheck_due_people := b.recheck_due_people, rechecked_people := b.rechecked_people, recheck_positive_people := b.recheck_positive_people, recheck_oldest_h := b.recheck_oldest_h, home_due_people := b.home_due_people, home_done_people := b.home_done_people, points_open := b.points_open, samplers_on_duty := b.samplers_on_duty) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, round_id VARCHAR, district_code VARCHAR, subdistrict VARCHAR, method VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.round_id is not distinct from n.round_id and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.method is not distinct from n.method and t.as_of is not distinct from n.as_of)
