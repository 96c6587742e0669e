-- One row per part of the transfer backlog, area and slot: positives waiting, on the way, and not fit to move yet.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(waiting_now)::double as waiting,
        sum(in_transit_now)::double as in_transit,
        sum(unsuitable_now)::double as unsuitable
    from clean.transfer
    where person_class = 'POS'
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
            {'item': 'WAITING', 'figure': waiting, 'numer': waiting, 'denom': waiting + in_transit + unsuitable},
            {
                'item': 'IN_TRANSIT',
                'figure': in_transit,
                'numer': in_transit,
                'denom': waiting + in_transit + unsuitable
            },
            {
                'item': 'UNSUITABLE',
                'figure': unsuitable,
                'numer': unsuitable,
                'denom': waiting + in_transit + unsuitable
            }
        ]) as part
    from summed
) as s
