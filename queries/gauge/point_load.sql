-- One row per measure, area and slot: people due per open sampling point, samplers, and these against one per
-- so many people due as the operation says.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(target_people)::double as due,
        sum(target_people)::double / (select o.people_per_sampler from ref.operation as o) as needed,
        sum(points_open)::double as points,
        sum(samplers_on_duty)::double as samplers
    from clean.screening
    where family = 'PCR' and target_people is not null
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    s.part.item,
    s.ops_day,
    s.as_of,
    s.level,
    s.area_code,
    s.part.figure as value,
    s.part.numer,
    s.part.denom
from (
    select
        *,
        unnest([
            {'item': 'POINT', 'figure': due / nullif(points, 0), 'numer': due, 'denom': points},
            {'item': 'SAMPLERS', 'figure': samplers, 'numer': samplers, 'denom': null},
            {'item': 'SAMPLER', 'figure': samplers / nullif(needed, 0), 'numer': samplers, 'denom': needed}
        ]) as part
    from summed
) as s
