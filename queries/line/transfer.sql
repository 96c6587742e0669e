-- One row per area, person class and slot: people who reached a bed or a room; picked up is not yet arrived.
select
    person_class as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    carry_in,
    notified_today as new_due,
    arrived_today as done,
    coalesce(cancelled_today, 0) as cancelled,
    coalesce(
        waiting_now + in_transit_now + unsuitable_now,
        carry_in + notified_today - arrived_today - coalesce(cancelled_today, 0)
    ) as open,
    oldest_wait_h::double as oldest_h,
    null::timestamp as deadline_at,
    received_at,
    told_at
from clean.transfer
where carry_in is not null and notified_today is not null and arrived_today is not null
