-- One row per area, stage and slot: what a stage has passed on against what came into it, in the stage's own unit.
-- Sample and verify count people, the three between count tubes: no rate is multiplied across.
with stage as (
    select
        unnest(['SAMPLE', 'DELIVER', 'TEST', 'REPORT', 'VERIFY']) as item,
        unnest([target_people, sampled_tubes, delivered_tubes, tested_tubes, recheck_due_people]) as came_in,
        unnest([sampled_people, delivered_tubes, tested_tubes, reported_tubes, rechecked_people]) as passed_on,
        recheck_oldest_h,
        ops_day,
        as_of,
        district_code,
        area_code,
        deadline_at,
        received_at,
        told_at
    from clean.screening
)

select
    item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(came_in)::bigint as new_due,
    sum(passed_on)::bigint as done,
    0 as cancelled,
    sum(greatest(came_in - passed_on, 0))::bigint as open,
    (max(recheck_oldest_h) filter (where item = 'VERIFY'))::double as oldest_h,
    max(deadline_at) as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from stage
where came_in is not null and passed_on is not null
group by item, ops_day, as_of, district_code, area_code
