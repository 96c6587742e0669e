-- One row per area and slot: packs returned per 1,000 delivered to the door.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    1000.0 * sum(quality_returns) / nullif(sum(delivered_today), 0) as value,
    sum(quality_returns)::double as numer,
    sum(delivered_today)::double as denom
from clean.supply
where tier = 'T4_DOOR' and quality_returns is not null and delivered_today is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
