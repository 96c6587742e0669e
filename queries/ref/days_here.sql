-- One row per target, area and day on which something may begin or end there, with the next such day.
with days as (
    select
        t.metric,
        t.item,
        t.valid_from as first_day
    from ref.local_targets as t
    union
    select
        t.metric,
        t.item,
        t.valid_to + 1 as first_day
    from ref.local_targets as t
    where t.valid_to < date '9999-12-31'
    union
    select
        t.metric,
        t.item,
        z.valid_from as first_day
    from ref.local_targets as t
    cross join ref.zones as z
)

select
    d.metric,
    d.item,
    a.code as area,
    a.parent,
    o.city_code as whole,
    d.first_day,
    lead(d.first_day) over (
        partition by a.code, d.metric, d.item
        order by d.first_day
    ) as next_day
from ref.areas as a
cross join days as d
cross join ref.operation as o
