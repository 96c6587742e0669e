-- One row per subdistrict, method, slot told there and stage of screening that is ahead of the one before it.
-- In people: tubes count as the people in them.
with stage as (
    select
        *,
        sampled_people / nullif(sampled_tubes, 0) as people_per_tube
    from clean.screening
    where ops_day = $ops_day::date and told_at = as_of
),

pair as (
    select
        method,
        ops_day,
        as_of,
        area_code,
        people_per_tube,
        unnest(['deliver', 'test', 'report', 'verify']) as stage,
        unnest([delivered_tubes, tested_tubes, reported_tubes, rechecked_people]) as told,
        unnest([sampled_tubes, delivered_tubes, tested_tubes, recheck_due_people]) as ought
    from stage
)

select
    'look' as severity,
    'screening ' || stage || ' ' || method as subject,
    ops_day,
    as_of,
    area_code,
    case when stage = 'verify' then told else told * people_per_tube end as told,
    case when stage = 'verify' then ought else ought * people_per_tube end as ought
from pair
where told > ought
order by subject, as_of, area_code
