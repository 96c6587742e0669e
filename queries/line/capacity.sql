-- One row per district and slot: beds and rooms opened since yesterday's close, against what was then to open today.
-- Partner rooms stand outside and are shown apart; a site that was silent yesterday has no plan to be held to.
with close as (
    select
        ops_day + 1 as ops_day,
        site_id,
        arg_max(open_units, as_of) as open_units,
        arg_max(open_next_24h, as_of) as plan
    from clean.capacity
    where scope <> 'PARTNER'
    group by ops_day, site_id
)

select
    null::varchar as item,
    c.ops_day,
    c.as_of,
    c.district_code,
    c.area_code,
    0 as carry_in,
    sum(y.plan)::bigint as new_due,
    sum(greatest(c.open_units - y.open_units, 0))::bigint as done,
    0 as cancelled,
    sum(greatest(y.plan - greatest(c.open_units - y.open_units, 0), 0))::bigint as open,
    null::double as oldest_h,
    null::timestamp as deadline_at,
    max(c.received_at) as received_at,
    max(c.told_at) as told_at
from clean.capacity as c
inner join close as y on c.ops_day = y.ops_day and c.site_id = y.site_id
where c.scope <> 'PARTNER' and c.open_units is not null and y.open_units is not null and y.plan is not null
group by c.ops_day, c.as_of, c.district_code, c.area_code
