-- One row per area, channel and slot: households whose goods came through the door; at the compound gate is not yet delivered.
select
    channel as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(due_today)::bigint as new_due,
    sum(delivered_today)::bigint as done,
    0 as cancelled,
    sum(greatest(due_today - delivered_today, 0))::bigint as open,
    null::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.supply
where tier = 'T4_DOOR' and due_today is not null and delivered_today is not null
group by channel, ops_day, as_of, district_code, area_code
