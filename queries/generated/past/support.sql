-- One row per earlier version of rows ($loads, $lines) of support known, the latest first.
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
    select distinct load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
)
select s.load_id as of_load, s.row_no as of_line, r.*, l.file_name, l.sender,
    r.load_id not in (select load_id from seen) as withdrawn
from stands as s
inner join raw.support as r on s.ops_day is not distinct from r.ops_day and s.team_id is not distinct from r.team_id and s.as_of is not distinct from r.as_of and r.load_id < s.load_id
inner join meta.loads as l on r.load_id = l.load_id
where r.ops_day between $first and $last and r.received_at <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
order by r.load_id desc, r.row_no
