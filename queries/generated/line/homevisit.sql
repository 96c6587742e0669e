-- One row per area and slot: people who cannot come out, sampled at their door, in the round open there.
select
    null::varchar as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    sum(home_due_people)::bigint as new_due,
    sum(home_done_people)::bigint as done,
    0 as cancelled,
    sum(home_due_people - home_done_people)::bigint as open,
    null::double as oldest_h,
    max(deadline_at) as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.screening
where home_due_people is not null and home_done_people is not null
group by ops_day, as_of, district_code, area_code
