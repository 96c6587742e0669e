-- One row per district and slot: goods reported as delivered, and what is gone from the stock.
select
    null::varchar as item,
    ops_day,
    as_of,
    district_code as area_code,
    sum(delivered_today)::double as reported,
    sum(opening_stock + inbound_today - coalesce(loss_today, 0) - stock_now)::double as confirmed
from clean.supply
where
    tier = 'T2_DISTRICT' and told_at = as_of
    and delivered_today is not null and opening_stock is not null and inbound_today is not null
    and stock_now is not null
group by ops_day, as_of, district_code
