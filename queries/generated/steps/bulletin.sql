-- One row per row of loads $first to $last of bulletin, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.bulletin where load_id between $first and $last
),
near as (
    select r.*
    from raw.bulletin as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, district_code from near group by ops_day, district_code having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.district_code is not distinct from o.district_code and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(confirmed_new, load_id) as confirmed_new, arg_max(asymptomatic_new, load_id) as asymptomatic_new, arg_max(asym_to_confirmed, load_id) as asym_to_confirmed, arg_max(confirmed_in_quarantine, load_id) as confirmed_in_quarantine, arg_max(asymptomatic_in_quarantine, load_id) as asymptomatic_in_quarantine, arg_max(confirmed_in_community, load_id) as confirmed_in_community, arg_max(asymptomatic_in_community, load_id) as asymptomatic_in_community, arg_max(deaths_new, load_id) as deaths_new, arg_max(discharged_new, load_id) as discharged_new, arg_max(in_hospital_now, load_id) as in_hospital_now, arg_max(discharged_cum, load_id) as discharged_cum, arg_max(severe_now, load_id) as severe_now, arg_max(critical_now, load_id) as critical_now, arg_max(split_available, load_id) as split_available, arg_max(checked, load_id) as checked, arg_max(source_url, load_id) as source_url
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, district_code := o.district_code) as named, struct_pack(confirmed_new := case when o.takes_back then o.confirmed_new else coalesce(o.confirmed_new, b.confirmed_new) end, asymptomatic_new := case when o.takes_back then o.asymptomatic_new else coalesce(o.asymptomatic_new, b.asymptomatic_new) end, asym_to_confirmed := case when o.takes_back then o.asym_to_confirmed else coalesce(o.asym_to_confirmed, b.asym_to_confirmed) end, confirmed_in_quarantine := case when o.takes_back then o.confirmed_in_quarantine else coalesce(o.confirmed_in_quarantine, b.confirmed_in_quarantine) end, asymptomatic_in_quarantine := case when o.takes_back then o.asymptomatic_in_quarantine else coalesce(o.asymptomatic_in_quarantine, b.asymptomatic_in_quarantine) end, confirmed_in_community := case when o.takes_back then o.confirmed_in_community else coalesce(o.confirmed_in_community, b.confirmed_in_community) end, asymptomatic_in_community := case when o.takes_back then o.asymptomatic_in_community else coalesce(o.asymptomatic_in_community, b.asymptomatic_in_community) end, deaths_new := case when o.takes_back then o.deaths_new else coalesce(o.deaths_new, b.deaths_new) end, discharged_new := case when o.takes_back then o.discharged_new else coalesce(o.discharged_new, b.discharged_new) end, in_hospital_now := case when o.takes_back then o.in_hospital_now else coalesce(o.in_hospital_now, b.in_hospital_now) end, discharged_cum := case when o.takes_back then o.discharged_cum else coalesce(o.discharged_cum, b.discharged_cum) end, severe_now := case when o.takes_back then o.severe_now else coalesce(o.severe_now, b.severe_now) end, critical_now := case when o.takes_back then o.critical_now else coalesce(o.critical_now, b.critical_now) end, split_available := case when o.takes_back then o.split_available else coalesce(o.split_available, b.split_available) end, checked := case when o.takes_back then o.checked else coalesce(o.checked, b.checked) end, source_url := case when o.takes_back then o.source_url else coalesce(o.source_url, b.source_url) end) as after,
        case when b.own_load is not null then struct_pack(confirmed_new := b.confirmed_new, asymptomatic_new := b.asymptomatic_new, asym_to_confirmed := b.asym_to_confirmed, confirmed_in_quarantine := b.confirmed_in_quarantine, asymptomatic_in_quarantine := b.asymptomatic_in_quarantine, confirmed_in_community := b.confirmed_in_community, asymptomatic_in_community := b.asymptomatic_in_community, deaths_new := b.deaths_new, discharged_new := b.discharged_new, in_hospital_now := b.in_hospital_now, discharged_cum := b.discharged_cum, severe_now := b.severe_now, critical_now := b.critical_now, split_available := b.split_available, checked := b.checked, source_url := b.source_url) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, district_code VARCHAR) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code)
