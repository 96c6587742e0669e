-- One row per area and slot: people in abnormal tubes re-sampled against people due for it, in the round open there.
select
    null::varchar as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(recheck_due_people)::bigint as new_due,
    sum(rechecked_people)::bigint as done,
    0 as cancelled,
    sum(recheck_due_people - rechecked_people)::bigint as open,
    max(recheck_oldest_h)::double as oldest_h,
    null::timestamp as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.screening
where recheck_due_people is not null and rechecked_people is not null
group by ops_day, as_of, district_code, area_code
