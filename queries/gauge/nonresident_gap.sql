-- One row per area and slot: how far deliveries to non-residents lag those to all households, in percentage points.
with household as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        100.0 * sum(done) / nullif(sum(new_due), 0) as rate
    from line.supply_door
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

nonresident as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        100.0 * sum(done) / nullif(sum(carry_in + new_due - cancelled), 0) as rate
    from line.tasks
    where item = 'KEY_NONRESIDENT'
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
)

select
    null::varchar as item,
    n.ops_day,
    n.as_of,
    n.level,
    n.area_code,
    h.rate - n.rate as value,
    h.rate as numer,
    n.rate as denom
from nonresident as n
inner join
    household as h
    on n.ops_day = h.ops_day and n.as_of = h.as_of and n.level = h.level and n.area_code = h.area_code
