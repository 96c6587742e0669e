-- One row per row of loads $first to $last of issues, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.issues where load_id between $first and $last
),
near as (
    select r.*
    from raw.issues as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, district_code, subdistrict, issue_type, source, level, priority, as_of from near group by ops_day, district_code, subdistrict, issue_type, source, level, priority, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.issue_type is not distinct from n.issue_type and t.source is not distinct from n.source and t.level is not distinct from n.level and t.priority is not distinct from n.priority and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.district_code is not distinct from o.district_code and n.subdistrict is not distinct from o.subdistrict and n.issue_type is not distinct from o.issue_type and n.source is not distinct from o.source and n.level is not distinct from o.level and n.priority is not distinct from o.priority and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(carry_in, load_id) as carry_in, arg_max(raised_today, load_id) as raised_today, arg_max(resolved_today, load_id) as resolved_today, arg_max(merged_today, load_id) as merged_today, arg_max(escalated_today, load_id) as escalated_today, arg_max(open_now, load_id) as open_now, arg_max(resolved_same_day, load_id) as resolved_same_day, arg_max(open_0_4h, load_id) as open_0_4h, arg_max(open_4_12h, load_id) as open_4_12h, arg_max(open_12_24h, load_id) as open_12_24h, arg_max(open_24h_plus, load_id) as open_24h_plus, arg_max(oldest_open_h, load_id) as oldest_open_h
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, district_code := o.district_code, subdistrict := o.subdistrict, issue_type := o.issue_type, source := o.source, level := o.level, priority := o.priority, as_of := o.as_of) as named, struct_pack(carry_in := case when o.takes_back then o.carry_in else coalesce(o.carry_in, b.carry_in) end, raised_today := case when o.takes_back then o.raised_today else coalesce(o.raised_today, b.raised_today) end, resolved_today := case when o.takes_back then o.resolved_today else coalesce(o.resolved_today, b.resolved_today) end, merged_today := case when o.takes_back then o.merged_today else coalesce(o.merged_today, b.merged_today) end, escalated_today := case when o.takes_back then o.escalated_today else coalesce(o.escalated_today, b.escalated_today) end, open_now := case when o.takes_back then o.open_now else coalesce(o.open_now, b.open_now) end, resolved_same_day := case when o.takes_back then o.resolved_same_day else coalesce(o.resolved_same_day, b.resolved_same_day) end, open_0_4h := case when o.takes_back then o.open_0_4h else coalesce(o.open_0_4h, b.open_0_4h) end, open_4_12h := case when o.takes_back then o.open_4_12h else coalesce(o.open_4_12h, b.open_4_12h) end, open_12_24h := case when o.takes_back then o.open_12_24h else coalesce(o.open_12_24h, b.open_12_24h) end, open_24h_plus := case when o.takes_back then o.open_24h_plus else coalesce(o.open_24h_plus, b.open_24h_plus) end, oldest_open_h := case when o.takes_back then o.oldest_open_h else coalesce(o.oldest_open_h, b.oldest_open_h) end) as after,
        case when b.own_load is not null then struct_pack(carry_in := b.carry_in, raised_today := b.raised_today, resolved_today := b.resolved_today, merged_today := b.merged_today, escalated_today := b.escalated_today, open_now := b.open_now, resolved_same_day := b.resolved_same_day, open_0_4h := b.open_0_4h, open_4_12h := b.open_4_12h, open_12_24h := b.open_12_24h, open_24h_plus := b.open_24h_plus, oldest_open_h := b.oldest_open_h) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, district_code VARCHAR, subdistrict VARCHAR, issue_type VARCHAR, source VARCHAR, level VARCHAR, priority VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.issue_type is not distinct from n.issue_type and t.source is not distinct from n.source and t.level is not distinct from n.level and t.priority is not distinct from n.priority and t.as_of is not distinct from n.as_of)
