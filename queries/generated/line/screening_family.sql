-- One row per area, family and slot: people sampled against the target of the round open there, PCR and antigen each against its own.
select
    family as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(target_people)::bigint as new_due,
    sum(sampled_people)::bigint as done,
    0 as cancelled,
    sum(greatest(target_people - sampled_people, 0))::bigint as open,
    null::double as oldest_h,
    max(deadline_at) as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.screening
where target_people is not null and sampled_people is not null
group by family, ops_day, as_of, district_code, area_code
