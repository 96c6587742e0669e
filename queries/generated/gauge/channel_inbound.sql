-- One row per channel, area and slot: tonnes that came in today at the city tier.
select
    channel as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(inbound_today)::double as value,
    sum(inbound_today)::double as numer,
    null::double as denom
from clean.supply
where tier = 'T1_CITY' and inbound_today is not null
group by grouping sets ((channel, ops_day, as_of, district_code), (channel, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
