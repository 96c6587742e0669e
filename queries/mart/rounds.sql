-- One row per round, operating day and slot: the round's own clock, where it is open, and how many are sampled.
select
    round_id,
    ops_day,
    as_of,
    any_value(starts_at) as starts_at,
    any_value(deadline_at) as deadline_at,
    count(distinct district_code) as districts,
    sum(target_people)::bigint as due,
    sum(sampled_people)::bigint as sampled
from clean.screening
where target_people is not null and sampled_people is not null
group by round_id, ops_day, as_of
