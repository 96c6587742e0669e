-- One row per area, task type and slot, as the ledger of that task type stands.
select
    task_type as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    carry_in,
    new_due_today as new_due,
    done_today as done,
    coalesce(cancelled_today, 0) as cancelled,
    coalesce(open_now, carry_in + new_due_today - done_today - coalesce(cancelled_today, 0)) as open,
    oldest_open_h::double as oldest_h,
    null::timestamp as deadline_at,
    received_at,
    told_at
from clean.tasks
where carry_in is not null and new_due_today is not null and done_today is not null
