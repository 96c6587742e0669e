-- One row per area, line of work and slot: its ledger. What is due holds what was carried over, where both are given.
select
    line as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    coalesce(carry_in, 0) as carry_in,
    coalesce(new_due, due - coalesce(carry_in, 0)) as new_due,
    done,
    coalesce(cancelled, 0) as cancelled,
    coalesce(
        open, coalesce(due, coalesce(carry_in, 0) + new_due) - done - coalesce(cancelled, 0)
    ) as open,
    oldest_h::double as oldest_h,
    null::timestamp as deadline_at,
    received_at,
    told_at
from clean.work
where coalesce(new_due, due) is not null and done is not null
