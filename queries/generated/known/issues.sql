-- One row per key of issues as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.issue_type, t.source, t.level, t.priority, t.as_of, max(t.load_id) as load_id
    from raw.issues as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.issue_type,
    r.source,
    r.level,
    r.priority,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.raised_today, r.load_id) as raised_today,
    arg_max(r.resolved_today, r.load_id) as resolved_today,
    arg_max(r.merged_today, r.load_id) as merged_today,
    arg_max(r.escalated_today, r.load_id) as escalated_today,
    arg_max(r.open_now, r.load_id) as open_now,
    arg_max(r.resolved_same_day, r.load_id) as resolved_same_day,
    arg_max(r.open_0_4h, r.load_id) as open_0_4h,
    arg_max(r.open_4_12h, r.load_id) as open_4_12h,
    arg_max(r.open_12_24h, r.load_id) as open_12_24h,
    arg_max(r.open_24h_plus, r.load_id) as open_24h_plus,
    arg_max(r.oldest_open_h, r.load_id) as oldest_open_h,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.issues as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.issue_type is not distinct from f.issue_type
    and r.source is not distinct from f.source
    and r.level is not distinct from f.level
    and r.priority is not distinct from f.priority
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.issue_type, r.source, r.level, r.priority, r.as_of
