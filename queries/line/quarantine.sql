-- One row per area and slot: contacts and secondary contacts who reached a room.
select
    null::varchar as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    sum(carry_in)::bigint as carry_in,
    sum(notified_today)::bigint as new_due,
    sum(arrived_today)::bigint as done,
    sum(coalesce(cancelled_today, 0))::bigint as cancelled,
    sum(
        coalesce(
            waiting_now + in_transit_now + unsuitable_now,
            carry_in + notified_today - arrived_today - coalesce(cancelled_today, 0)
        )
    )::bigint as open,
    max(oldest_wait_h)::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.transfer
where
    person_class in ('CONTACT', 'CONTACT2')
    and carry_in is not null and notified_today is not null and arrived_today is not null
group by ops_day, as_of, district_code, area_code
