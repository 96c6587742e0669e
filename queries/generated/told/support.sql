-- One row per row of support ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.support where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.team_id is not distinct from r.team_id and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (headcount is not null) as headcount, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (assigned_people is not null) as assigned_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (on_shift_people is not null) as on_shift_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (lodging_ok is not null) as lodging_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (meals_ok is not null) as meals_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (transport_ok is not null) as transport_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (ppe_ok is not null) as ppe_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (tested_today is not null) as tested_today
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
