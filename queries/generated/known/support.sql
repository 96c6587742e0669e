-- One row per key of support as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.team_id, t.as_of, max(t.load_id) as load_id
    from raw.support as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.team_id,
    arg_max(r.origin, r.load_id) as origin,
    arg_max(r.mission, r.load_id) as mission,
    arg_max(r.district_code, r.load_id) as district_code,
    arg_max(r.site_id, r.load_id) as site_id,
    arg_max(r.headcount, r.load_id) as headcount,
    arg_max(r.assigned_people, r.load_id) as assigned_people,
    arg_max(r.on_shift_people, r.load_id) as on_shift_people,
    arg_max(r.lodging_ok, r.load_id) as lodging_ok,
    arg_max(r.meals_ok, r.load_id) as meals_ok,
    arg_max(r.transport_ok, r.load_id) as transport_ok,
    arg_max(r.ppe_ok, r.load_id) as ppe_ok,
    arg_max(r.tested_today, r.load_id) as tested_today,
    arg_max(r.liaison_named, r.load_id) as liaison_named,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.support as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.team_id is not distinct from f.team_id
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.team_id, r.as_of
