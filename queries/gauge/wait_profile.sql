-- One row per measure of waiting positives, area and slot: bands summed, the median found in them; 24 means over 24 h.
with summed as (
    select
        ops_day,
        as_of,
        case when grouping(district_code) = 0 then 'district' else 'city' end as level,
        coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
        sum(wait_0_6h)::double as b1,
        sum(wait_6_12h)::double as b2,
        sum(wait_12_24h)::double as b3,
        sum(wait_24h_plus)::double as b4,
        sum(wait_0_6h + wait_6_12h + wait_12_24h + wait_24h_plus)::double as total
    from clean.transfer
    where
        person_class = 'POS'
        and wait_0_6h is not null
        and wait_6_12h is not null
        and wait_12_24h is not null
        and wait_24h_plus is not null
    group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
    having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
),

banded as (
    select
        *,
        case
            when total = 0 then null
            when total / 2 <= b1 then 0 + 6 * (total / 2) / b1
            when total / 2 <= b1 + b2 then 6 + 6 * (total / 2 - b1) / b2
            when total / 2 <= b1 + b2 + b3 then 12 + 12 * (total / 2 - b1 - b2) / b3
            else 24
        end::double as median_h
    from summed
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
            {'item': 'OVER_12H', 'figure': b3 + b4, 'numer': b3 + b4, 'denom': total},
            {'item': 'OVER_24H', 'figure': b4, 'numer': b4, 'denom': total},
            {'item': 'MEDIAN', 'figure': median_h, 'numer': total, 'denom': null}
        ]) as part
    from banded
) as s
