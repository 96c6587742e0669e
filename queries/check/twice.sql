-- One row per line, gauge, feed or outcome that has more than one figure for one area and slot.
with figure as (
    select
        line as subject,
        ops_day,
        as_of,
        area_code,
        level
    from mart.clearance
    union all
    select
        gauge as subject,
        ops_day,
        as_of,
        area_code,
        '' as level
    from mart.gauge
    union all
    select
        feed as subject,
        ops_day,
        as_of,
        area_code,
        '' as level
    from mart.freshness
    union all
    select
        'outcome' as subject,
        ops_day,
        ops_day + interval 24 hour as as_of,
        area_code,
        '' as level
    from mart.outcome
)

select
    'fault' as severity,
    subject,
    ops_day,
    as_of,
    area_code,
    count(*) as told,
    1 as ought
from figure
where ops_day = $ops_day::date
group by subject, ops_day, as_of, area_code, level
having count(*) > 1
order by subject, as_of, area_code
