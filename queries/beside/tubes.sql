-- One row per district and slot: people sampled into tubes, and the people that so many tubes hold in the whole city.
with district as (
    select
        ops_day,
        as_of,
        district_code,
        method,
        sum(sampled_people)::double as people,
        sum(sampled_tubes)::double as tubes
    from clean.screening
    where sampled_tubes > 0 and told_at = as_of
    group by ops_day, as_of, district_code, method
),

held as (
    select
        *,
        median(people / tubes) over (partition by ops_day, as_of, method) as usual
    from district
)

select
    null::varchar as item,
    ops_day,
    as_of,
    district_code as area_code,
    sum(people) as reported,
    sum(tubes * usual) as confirmed
from held
group by ops_day, as_of, district_code
