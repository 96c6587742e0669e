-- One row per feed, area, slot and figure of a control total that its parts, told at the same slot, do not add up to.
-- By more than half a percent, when all of them spoke or those that spoke exceed the whole. Each feed's newest day.
with newest as (
    select
        *,
        greatest(0.005 * greatest(abs(told), abs(summed)), 0.5) as room
    from mart.control
    where ops_day <= $ops_day::date
    qualify ops_day = max(ops_day) over (partition by feed)
)

select
    'look' as severity,
    concat_ws(' ', feed, nullif(sort, ''), figure) as subject,
    ops_day,
    as_of,
    area_code,
    told,
    summed as ought
from newest
where (parts >= expected and abs(told - summed) > room) or summed > told + room
order by subject, as_of, area_code
