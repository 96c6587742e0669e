-- One row per row of loads $first to $last of capacity, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.capacity where load_id between $first and $last
),
near as (
    select r.*
    from raw.capacity as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, site_id, as_of from near group by ops_day, site_id, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.site_id is not distinct from n.site_id and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.site_id is not distinct from o.site_id and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(district_code, load_id) as district_code, arg_max(site_name, load_id) as site_name, arg_max(site_type, load_id) as site_type, arg_max(scope, load_id) as scope, arg_max(unit, load_id) as unit, arg_max(planned_units, load_id) as planned_units, arg_max(started_units, load_id) as started_units, arg_max(handed_units, load_id) as handed_units, arg_max(staffed_units, load_id) as staffed_units, arg_max(open_units, load_id) as open_units, arg_max(opening_occupied, load_id) as opening_occupied, arg_max(in_today, load_id) as in_today, arg_max(out_today, load_id) as out_today, arg_max(occupied_units, load_id) as occupied_units, arg_max(reserved_units, load_id) as reserved_units, arg_max(blocked_units, load_id) as blocked_units, arg_max(people_in, load_id) as people_in, arg_max(n_asym, load_id) as n_asym, arg_max(n_mild, load_id) as n_mild, arg_max(n_moderate, load_id) as n_moderate, arg_max(n_severe, load_id) as n_severe, arg_max(n_critical, load_id) as n_critical, arg_max(med_required, load_id) as med_required, arg_max(med_present, load_id) as med_present, arg_max(service_required, load_id) as service_required, arg_max(service_present, load_id) as service_present, arg_max(open_next_24h, load_id) as open_next_24h
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, site_id := o.site_id, as_of := o.as_of) as named, struct_pack(district_code := case when o.takes_back then o.district_code else coalesce(o.district_code, b.district_code) end, site_name := case when o.takes_back then o.site_name else coalesce(o.site_name, b.site_name) end, site_type := case when o.takes_back then o.site_type else coalesce(o.site_type, b.site_type) end, scope := case when o.takes_back then o.scope else coalesce(o.scope, b.scope) end, unit := case when o.takes_back then o.unit else coalesce(o.unit, b.unit) end, planned_units := case when o.takes_back then o.planned_units else coalesce(o.planned_units, b.planned_units) end, started_units := case when o.takes_back then o.started_units else coalesce(o.started_units, b.started_units) end, handed_units := case when o.takes_back then o.handed_units else coalesce(o.handed_units, b.handed_units) end, staffed_units := case when o.takes_back then o.staffed_units else coalesce(o.staffed_units, b.staffed_units) end, open_units := case when o.takes_back then o.open_units else coalesce(o.open_units, b.open_units) end, opening_occupied := case when o.takes_back then o.opening_occupied else coalesce(o.opening_occupied, b.opening_occupied) end, in_today := case when o.takes_back then o.in_today else coalesce(o.in_today, b.in_today) end, out_today := case when o.takes_back then o.out_today else coalesce(o.out_today, b.out_today) end, occupied_units := case when o.takes_back then o.occupied_units else coalesce(o.occupied_units, b.occupied_units) end, reserved_units := case when o.takes_back then o.reserved_units else coalesce(o.reserved_units, b.reserved_units) end, blocked_units := case when o.takes_back then o.blocked_units else coalesce(o.blocked_units, b.blocked_units) end, people_in := case when o.takes_back then o.people_in else coalesce(o.people_in, b.people_in) end, n_asym := case when o.takes_back then o.n_asym else coalesce(o.n_asym, b.n_asym) end, n_mild := case when o.takes_back then o.n_mild else coalesce(o.n_mild, b.n_mild) end, n_moderate := case when o.takes_back then o.n_moderate else coalesce(o.n_moderate, b.n_moderate) end, n_severe := case when o.takes_back then o.n_severe else coalesce(o.n_severe, b.n_severe) end, n_critical := case when o.takes_back then o.n_critical else coalesce(o.n_critical, b.n_critical) end, med_required := case when o.takes_back then o.med_required else coalesce(o.med_required, b.med_required) end, med_present := case when o.takes_back then o.med_present else coalesce(o.med_present, b.med_present) end, service_required := case when o.takes_back then o.service_required else coalesce(o.service_required, b.service_required) end, service_present := case when o.takes_back then o.service_present else coalesce(o.service_present, b.service_present) end, open_next_24h := case when o.takes_back then o.open_next_24h else coalesce(o.open_next_24h, b.open_next_24h) end) as after,
        case when b.own_load is not null then struct_pack(district_code := b.district_code, site_name := b.site_name, site_type := b.site_type, scope := b.scope, unit := b.unit, planned_units := b.planned_units, started_units := b.started_units, handed_units := b.handed_units, staffed_units := b.staffed_units, open_units := b.open_units, opening_occupied := b.opening_occupied, in_today := b.in_today, out_today := b.out_today, occupied_units := b.occupied_units, reserved_units := b.reserved_units, blocked_units := b.blocked_units, people_in := b.people_in, n_asym := b.n_asym, n_mild := b.n_mild, n_moderate := b.n_moderate, n_severe := b.n_severe, n_critical := b.n_critical, med_required := b.med_required, med_present := b.med_present, service_required := b.service_required, service_present := b.service_present, open_next_24h := b.open_next_24h) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, site_id VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.site_id is not distinct from n.site_id and t.as_of is not distinct from n.as_of)
