-- One row per category, area and slot: days the stock held at the districts lasts, stock over daily need.
select
    category as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(stock_now) / nullif(sum(daily_need), 0) as value,
    sum(stock_now)::double as numer,
    sum(daily_need)::double as denom
from clean.supply
where tier = 'T2_DISTRICT' and stock_now is not null and daily_need is not null
group by grouping sets ((category, ops_day, as_of, district_code), (category, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
