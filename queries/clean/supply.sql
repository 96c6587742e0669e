-- One row per area, tier, category, channel and slot; a control total only where it stands alone. Tiers are serial.
-- The city's own stock (T0, T1) is no total of the districts' (T2, T3, T4): totals are told apart within a tier.
select
    s.ops_day,
    s.as_of,
    s.district_code,
    s.area_code,
    s.tier,
    s.category,
    s.channel,
    s.unit,
    s.daily_need::double as daily_need,
    s.opening_stock::double as opening_stock,
    s.inbound_today::double as inbound_today,
    s.outbound_today::double as outbound_today,
    s.loss_today::double as loss_today,
    s.stock_now::double as stock_now,
    s.due_today::double as due_today,
    s.delivered_today::double as delivered_today,
    s.quality_returns,
    s.vehicles_held,
    s.received_at,
    s.load_id,
    s.row_no
from known.supply as s
qualify
    case
        when s.area_code = (select o.city_code from ref.operation as o)
            then count(*) over (partition by s.ops_day, s.as_of, s.tier, s.category, s.channel) = 1
        when s.area_code = s.district_code
            then count(*) over (partition by s.ops_day, s.as_of, s.tier, s.category, s.channel, s.district_code) = 1
        else true
    end
    -- 'all channels' is a control total too: it only checks the channels where they are sent
    and (
        s.channel <> 'ALL'
        or bool_and(s.channel = 'ALL') over (partition by s.ops_day, s.as_of, s.area_code, s.tier, s.category)
    )
