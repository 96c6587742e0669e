-- One row per row of loads $first to $last of support, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.support where load_id between $first and $last
),
near as (
    select r.*
    from raw.support as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, team_id, as_of from near group by ops_day, team_id, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.team_id is not distinct from n.team_id and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.team_id is not distinct from o.team_id and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(origin, load_id) as origin, arg_max(mission, load_id) as mission, arg_max(district_code, load_id) as district_code, arg_max(site_id, load_id) as site_id, arg_max(headcount, load_id) as headcount, arg_max(assigned_people, load_id) as assigned_people, arg_max(on_shift_people, load_id) as on_shift_people, arg_max(lodging_ok, load_id) as lodging_ok, arg_max(meals_ok, load_id) as meals_ok, arg_max(transport_ok, load_id) as transport_ok, arg_max(ppe_ok, load_id) as ppe_ok, arg_max(tested_today, load_id) as tested_today, arg_max(liaison_named, load_id) as liaison_named
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, team_id := o.team_id, as_of := o.as_of) as named, struct_pack(origin := case when o.takes_back then o.origin else coalesce(o.origin, b.origin) end, mission := case when o.takes_back then o.mission else coalesce(o.mission, b.mission) end, district_code := case when o.takes_back then o.district_code else coalesce(o.district_code, b.district_code) end, site_id := case when o.takes_back then o.site_id else coalesce(o.site_id, b.site_id) end, headcount := case when o.takes_back then o.headcount else coalesce(o.headcount, b.headcount) end, assigned_people := case when o.takes_back then o.assigned_people else coalesce(o.assigned_people, b.assigned_people) end, on_shift_people := case when o.takes_back then o.on_shift_people else coalesce(o.on_shift_people, b.on_shift_people) end, lodging_ok := case when o.takes_back then o.lodging_ok else coalesce(o.lodging_ok, b.lodging_ok) end, meals_ok := case when o.takes_back then o.meals_ok else coalesce(o.meals_ok, b.meals_ok) end, transport_ok := case when o.takes_back then o.transport_ok else coalesce(o.transport_ok, b.transport_ok) end, ppe_ok := case when o.takes_back then o.ppe_ok else coalesce(o.ppe_ok, b.ppe_ok) end, tested_today := case when o.takes_back then o.tested_today else coalesce(o.tested_today, b.tested_today) end, liaison_named := case when o.takes_back then o.liaison_named else coalesce(o.liaison_named, b.liaison_named) end) as after,
        case when b.own_load is not null then struct_pack(origin := b.origin, mission := b.mission, district_code := b.district_code, site_id := b.site_id, headcount := b.headcount, assigned_people := b.assigned_people, on_shift_people := b.on_shift_people, lodging_ok := b.lodging_ok, meals_ok := b.meals_ok, transport_ok := b.transport_ok, ppe_ok := b.ppe_ok, tested_today := b.tested_today, liaison_named := b.liaison_named) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, team_id VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.team_id is not distinct from n.team_id and t.as_of is not distinct from n.as_of)
