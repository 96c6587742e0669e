-- One row per row ($loads, $lines) of support that others told cells of: each cell's load and line.
with asked as (
    select unnest($loads::integer[]) as load_id, unnest($lines::integer[]) as row_no
),
stands as (
    select r.*
    from raw.support as r
    inner join asked as a on r.load_id = a.load_id and r.row_no = a.row_no
    where r.ops_day between $first and $last
),
seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from stands as s
    inner join raw.support as r on s.ops_day is not distinct from r.ops_day and s.team_id is not distinct from r.team_id and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
    where r.ops_day between $first and $last
        and r.load_id in (select load_id from seen)
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (headcount is not null) as headcount, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (assigned_people is not null) as assigned_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (on_shift_people is not null) as on_shift_people, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (lodging_ok is not null) as lodging_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (meals_ok is not null) as meals_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (transport_ok is not null) as transport_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (ppe_ok is not null) as ppe_ok, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (tested_today is not null) as tested_today
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
