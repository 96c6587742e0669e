-- One row per line, leaf area and slot at which a figure that only grows within its day or round is less than before.
with step as (
    select
        line,
        ops_day,
        as_of,
        area_code,
        unnest([done, new_due]) as told,
        unnest([lag(done) over day, lag(new_due) over day]) as ought
    from mart.ledger
    where ops_day = $ops_day::date
    window day as (partition by line, area_code, deadline_at order by as_of)
)

select
    'look' as severity,
    line as subject,
    ops_day,
    as_of,
    area_code,
    told,
    ought
from step
where
    told < ought
    -- who lies in which bed is counted anew at each slot, and may be fewer
    and line not in (
        select d.id from ref.lines as d
        where d.sql = 'treatment'
    )
order by subject, as_of, area_code, told
