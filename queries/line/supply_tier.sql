-- One row per area, tier and slot: tonnes delivered against due. Tiers are serial: the item keeps them apart.
select
    tier as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(due_today)::bigint as new_due,
    sum(delivered_today)::bigint as done,
    0 as cancelled,
    -- of rounded figures, so that what is shown as due is shown as done or open; too much of one good is no other good
    greatest(
        sum(due_today)::bigint - sum(delivered_today)::bigint + sum(greatest(delivered_today - due_today, 0))::bigint, 0
    ) as open,
    null::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.supply
where due_today is not null and delivered_today is not null
group by tier, ops_day, as_of, district_code, area_code
