-- One row per category and slot: days the stock in the city's own stores lasts; it cannot be eaten at the door.
select
    category as item,
    ops_day,
    as_of,
    'city' as level,
    (select o.city_code from ref.operation as o) as area_code,
    sum(stock_now) / nullif(sum(daily_need), 0) as value,
    sum(stock_now) as numer,
    sum(daily_need) as denom
from clean.supply
where tier = 'T1_CITY' and stock_now is not null and daily_need is not null
group by category, ops_day, as_of
