-- One row per screening stage, area and slot: hours since as much had come into the stage as it has passed on by now.
-- First in, first out, on summed cumulative curves of one round, over midnight where it runs on; never an average of
-- areas. A curve that was restated down counts at its running maximum; before the first item there is no turnaround.
with stage as (
    select
        unnest(['DELIVER', 'TEST', 'REPORT', 'VERIFY']) as item,
        unnest([sampled_tubes, delivered_tubes, tested_tubes, recheck_due_people]) as came_in,
        unnest([delivered_tubes, tested_tubes, reported_tubes, rechecked_people]) as passed_on,
        starts_at,
        ops_day,
        as_of,
        district_code
    from clean.screening
),

summed as (
    select
        item,
        starts_at,
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(came_in)::double as came_in,
        sum(passed_on)::double as passed_on
    from stage
    where came_in is not null and passed_on is not null
    group by grouping sets ((item, starts_at, ops_day, as_of, district_code), (item, starts_at, ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

curve as (
    select
        *,
        max(came_in) over rising as up,
        max(passed_on) over rising as down
    from summed
    window rising as (partition by item, starts_at, level, area_code order by as_of)
),

segment as (
    select
        *,
        lag(as_of, 1, starts_at) over rising as from_at,
        lag(up, 1, 0) over rising as from_up
    from curve
    window rising as (partition by item, starts_at, level, area_code order by as_of)
),

-- the moment at which as much had come in: on the first stretch of the curve that reaches it
matched as (
    select
        c.item,
        c.ops_day,
        c.as_of,
        c.level,
        c.area_code,
        c.down,
        c.up,
        min(epoch(s.from_at) + (c.down - s.from_up) / (s.up - s.from_up) * (epoch(s.as_of) - epoch(s.from_at)))
            as then_s
    from curve as c
    inner join segment as s
        on
            c.item = s.item and c.starts_at = s.starts_at and c.level = s.level and c.area_code = s.area_code
            and c.as_of >= s.as_of and c.down > s.from_up and c.down <= s.up
    where c.down > 0
    group by c.item, c.ops_day, c.as_of, c.level, c.area_code, c.down, c.up
)

select
    item,
    ops_day,
    as_of,
    level,
    area_code,
    round((epoch(as_of) - then_s) / 3600, 4) as value,
    down as numer,
    up as denom
from matched
