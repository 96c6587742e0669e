-- One row per row of screening ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.screening where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.round_id is not distinct from r.round_id and s.district_code is not distinct from r.district_code and s.subdistrict is not distinct from r.subdistrict and s.method is not distinct from r.method and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (target_people is not null) as target_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (exempt_people is not null) as exempt_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (deferred_people is not null) as deferred_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (sampled_people is not null) as sampled_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (sampled_tubes is not null) as sampled_tubes, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (delivered_tubes is not null) as delivered_tubes, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (tested_tubes is not null) as tested_tubes, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (reported_tubes is not null) as reported_tubes, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (abnormal_tubes is not null) as abnormal_tubes, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (recheck_due_people is not null) as recheck_due_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (rechecked_people is not null) as rechecked_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (recheck_positive_people is not null) as recheck_positive_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (recheck_oldest_h is not null) as recheck_oldest_h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (home_due_people is not null) as home_due_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (home_done_people is not null) as home_done_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (points_open is not null) as points_open, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (samplers_on_duty is not null) as samplers_on_duty
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
