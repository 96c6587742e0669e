-- One row per screening stage, area and slot: hours of work waiting, backlog over the pace of the last three slots.
-- Backlogs are summed, curves are summed, then divided; a round's curve runs on over midnight; a fall is no pace.
with summed as (
    select
        item,
        deadline_at,
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(open)::double as backlog,
        sum(done)::double as done
    from line.stage
    group by grouping sets ((item, deadline_at, ops_day, as_of, district_code), (item, deadline_at, ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

step as (
    select
        *,
        done - lag(done) over curve as step,
        date_diff('minute', lag(as_of) over curve, as_of) / 60.0 as hours
    from summed
    window curve as (partition by item, deadline_at, level, area_code order by as_of)
),

rated as (
    select
        *,
        median(case when step >= 0 and hours > 0 then step / hours end) over (
            partition by item, deadline_at, level, area_code order by as_of rows between 2 preceding and current row
        ) as rate
    from step
)

select
    item,
    ops_day,
    as_of,
    level,
    area_code,
    case when backlog = 0 then 0 when rate > 0 then backlog / rate end as value,
    backlog as numer,
    rate as denom
from rated
