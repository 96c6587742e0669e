-- One row per method, area and slot: people per tube; DEVIATION is the furthest any method is off its nominal, percent.
with summed as (
    select
        method,
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(sampled_people)::double as people,
        sum(sampled_tubes)::double as tubes,
        any_value(pool) as nominal
    from clean.screening
    where pool is not null and sampled_people is not null and sampled_tubes > 0
    group by grouping sets ((method, ops_day, as_of, district_code), (method, ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    method as item,
    ops_day,
    as_of,
    level,
    area_code,
    people / tubes as value,
    people as numer,
    tubes as denom
from summed
union all
select
    'DEVIATION' as item,
    ops_day,
    as_of,
    level,
    area_code,
    max(100.0 * abs(people / tubes / nominal - 1)) as value,
    arg_max(people / tubes, abs(people / tubes / nominal - 1)) as numer,
    arg_max(nominal, abs(people / tubes / nominal - 1))::double as denom
from summed
group by ops_day, as_of, level, area_code
