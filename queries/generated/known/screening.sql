-- One row per key of screening as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.round_id, t.district_code, t.subdistrict, t.method, t.as_of, max(t.load_id) as load_id
    from raw.screening as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.round_id,
    r.district_code,
    r.subdistrict,
    r.method,
    arg_max(r.target_people, r.load_id) as target_people,
    arg_max(r.exempt_people, r.load_id) as exempt_people,
    arg_max(r.deferred_people, r.load_id) as deferred_people,
    arg_max(r.sampled_people, r.load_id) as sampled_people,
    arg_max(r.sampled_tubes, r.load_id) as sampled_tubes,
    arg_max(r.delivered_tubes, r.load_id) as delivered_tubes,
    arg_max(r.tested_tubes, r.load_id) as tested_tubes,
    arg_max(r.reported_tubes, r.load_id) as reported_tubes,
    arg_max(r.abnormal_tubes, r.load_id) as abnormal_tubes,
    arg_max(r.recheck_due_people, r.load_id) as recheck_due_people,
    arg_max(r.rechecked_people, r.load_id) as rechecked_people,
    arg_max(r.recheck_positive_people, r.load_id) as recheck_positive_people,
    arg_max(r.recheck_oldest_h, r.load_id) as recheck_oldest_h,
    arg_max(r.home_due_people, r.load_id) as home_due_people,
    arg_max(r.home_done_people, r.load_id) as home_done_people,
    arg_max(r.points_open, r.load_id) as points_open,
    arg_max(r.samplers_on_duty, r.load_id) as samplers_on_duty,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.screening as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.round_id is not distinct from f.round_id
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.method is not distinct from f.method
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.round_id, r.district_code, r.subdistrict, r.method, r.as_of
