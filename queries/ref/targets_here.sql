-- One row per target, area and span of days with levels of its own, as known at known_at.
with turns as (
    select
        h.*,
        coalesce(h.held, 0) <> coalesce(lag(h.held) over (
            partition by h.metric, h.item, h.area
            order by h.first_day
        ), 0) as turned
    from ref.held_here as h
),

runs as (
    select
        t.*,
        count(*) filter (t.turned) over (partition by t.metric, t.item, t.area order by t.first_day) as run
    from turns as t
),

spans as (
    select
        r.metric,
        r.item,
        r.area,
        r.held,
        min(r.first_day) as valid_from,
        case when bool_or(r.next_day is null) then date '9999-12-31' else max(r.next_day) - 1 end as valid_to
    from runs as r
    where r.held is not null
    group by r.metric, r.item, r.area, r.run, r.held
)

select
    s.metric,
    s.item,
    s.area,
    l.zone,
    s.valid_from,
    s.valid_to,
    l.target,
    l.amber,
    l.red,
    l.responsible_zh,
    l.responsible_en,
    l.source
from spans as s
inner join ref.local_targets as l on s.held = l.sort
