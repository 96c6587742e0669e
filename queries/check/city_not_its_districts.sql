-- One row per line, slot and figure of the city that is not the sum of its districts and of what the city told alone.
with part as (
    select
        line,
        ops_day,
        as_of,
        carry_in,
        new_due,
        done,
        cancelled,
        open
    from mart.summed
    where level = 'district'
    union all
    select
        line,
        ops_day,
        as_of,
        carry_in,
        new_due,
        done,
        cancelled,
        open
    from mart.ledger
    where district_code = (select o.city_code from ref.operation as o)
),

added as (
    select
        line,
        ops_day,
        as_of,
        [sum(carry_in), sum(new_due), sum(done), sum(cancelled), sum(open)] as figures
    from part
    group by line, ops_day, as_of
),

compared as (
    select
        c.line,
        c.ops_day,
        c.as_of,
        c.area_code,
        unnest([c.carry_in, c.new_due, c.done, c.cancelled, c.open]) as told,
        unnest(a.figures) as ought
    from mart.summed as c
    left join added as a on c.line = a.line and c.ops_day = a.ops_day and c.as_of = a.as_of
    where c.level = 'city' and c.ops_day = $ops_day::date
)

select
    'fault' as severity,
    line as subject,
    ops_day,
    as_of,
    area_code,
    told,
    ought
from compared
where told is distinct from ought
order by subject, as_of
