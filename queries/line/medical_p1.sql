-- One row per area and slot: acute medical needs (dialysis, labour, emergencies) resolved; 0 due where none was raised.
with issue as (
    select
        *,
        issue_type = 'MEDICAL_ACCESS' and priority = 'P1' as acute
    from clean.issues
)

select
    null::varchar as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    coalesce(sum(carry_in) filter (where acute), 0)::bigint as carry_in,
    coalesce(sum(raised_today) filter (where acute), 0)::bigint as new_due,
    coalesce(sum(resolved_today) filter (where acute), 0)::bigint as done,
    coalesce(sum(merged_today) filter (where acute), 0)::bigint as cancelled,
    coalesce(
        sum(coalesce(open_now, carry_in + raised_today - resolved_today - coalesce(merged_today, 0)))
        filter (where acute),
        0
    )::bigint as open,
    (max(oldest_open_h) filter (where acute))::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from issue
where carry_in is not null and raised_today is not null and resolved_today is not null
group by ops_day, as_of, district_code, area_code
