-- One row per line, area and slot at which the done fell within its day or round and is not marked as restated.
with step as (
    select
        line,
        ops_day,
        as_of,
        level,
        area_code,
        done,
        lag(done) over (partition by line, level, area_code, deadline_at order by as_of) as before
    from mart.clearance
    where ops_day = $ops_day::date and part = line -- of a worst-of line another part may speak: that is no fall
)

select
    'fault' as severity,
    s.line as subject,
    s.ops_day,
    s.as_of,
    s.area_code,
    s.done as told,
    s.before as ought
from step as s
inner join mart.pace as p
    on
        s.line = p.line and s.ops_day = p.ops_day and s.as_of = p.as_of
        and s.level = p.level and s.area_code = p.area_code
where s.done < s.before and not p.restated
order by subject, s.as_of, s.area_code
