-- One row per area, issue type and slot: needs and blockages resolved; merged duplicates are struck, what is handed up counts once, there.
select
    issue_type as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    sum(carry_in)::bigint as carry_in,
    sum(raised_today)::bigint as new_due,
    sum(resolved_today)::bigint as done,
    sum(coalesce(merged_today, 0))::bigint as cancelled,
    sum(coalesce(open_now, carry_in + raised_today - resolved_today - coalesce(merged_today, 0)))::bigint as open,
    max(oldest_open_h)::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.issues
where carry_in is not null and raised_today is not null and resolved_today is not null
group by issue_type, ops_day, as_of, district_code, area_code
