-- One row per kind of mismatch, area and slot: people placed below their need, and mild cases in a hospital bed.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(n_moderate + n_severe + n_critical) filter (where family <> 'HOSPITAL')::double as below,
        sum(n_asym + n_mild) filter (where site_type = 'HOSP_DESIG')::double as above,
        sum(n_asym + n_mild + n_moderate + n_severe + n_critical)::double as people
    from clean.capacity
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
            {'item': 'BELOW_NEED', 'figure': coalesce(below, 0), 'numer': coalesce(below, 0), 'denom': people},
            {'item': 'ABOVE_NEED', 'figure': coalesce(above, 0), 'numer': coalesce(above, 0), 'denom': people}
        ]) as part
    from summed
) as s
