-- One row per area and slot: what came in today over the daily need, at the city tier, in percent.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(inbound_today) / nullif(sum(daily_need), 0) as value,
    sum(inbound_today)::double as numer,
    sum(daily_need)::double as denom
from clean.supply
where tier = 'T1_CITY' and inbound_today is not null and daily_need is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
