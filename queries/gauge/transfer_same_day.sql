-- One row per bound, area and slot: share of today's new positives that can have arrived today, first in first out.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(carry_in)::double as carry,
        sum(notified_today)::double as due,
        sum(arrived_today)::double as arrived
    from clean.transfer
    where person_class = 'POS' and carry_in is not null and notified_today is not null and arrived_today is not null
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
            {
                'item': 'LOW',
                'figure': 100 * greatest(least((arrived - carry) / nullif(due, 0), 1), 0),
                'numer': greatest(arrived - carry, 0),
                'denom': due
            },
            {
                'item': 'HIGH',
                'figure': 100 * least(arrived / nullif(due, 0), 1),
                'numer': least(arrived, due),
                'denom': due
            }
        ]) as part
    from summed
) as s
