-- One row per measure, area and slot: vehicles that can run, in all and for whom, and people picked up per trip today.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(vehicles_available)::double as vehicles,
        sum(vehicles_available) filter (where person_class = 'POS')::double as positives,
        sum(vehicles_available) filter (where person_class in ('CONTACT', 'CONTACT2'))::double as contacts,
        sum(trips_today)::double as trips,
        sum(picked_up_today)::double as people
    from clean.transfer
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
            {'item': 'AVAILABLE', 'figure': vehicles, 'numer': vehicles, 'denom': null},
            {'item': 'POSITIVES', 'figure': positives, 'numer': positives, 'denom': null},
            {'item': 'CONTACTS', 'figure': contacts, 'numer': contacts, 'denom': null},
            {'item': 'PEOPLE_PER_TRIP', 'figure': people / nullif(trips, 0), 'numer': people, 'denom': trips}
        ]) as part
    from summed
) as s
