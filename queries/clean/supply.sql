-- One row per area, tier, category, channel and slot; as it stands there. Tiers are serial, never added.
-- The figure for all channels is a control total: it only checks the channels where they are sent.
select
    s.ops_day,
    s.as_of,
    s.district_code,
    s.area_code,
    s.tier,
    s.category,
    s.channel,
    s.unit,
    s.daily_need,
    s.opening_stock,
    s.inbound_today,
    s.outbound_today,
    s.loss_today,
    s.stock_now,
    s.due_today,
    s.delivered_today,
    s.quality_returns,
    s.vehicles_held,
    s.received_at,
    s.told_at,
    s.load_id,
    s.row_no
from in_force.supply as s
qualify
    s.channel <> 'ALL'
    or bool_and(s.channel = 'ALL') over (partition by s.ops_day, s.as_of, s.area_code, s.tier, s.category)
