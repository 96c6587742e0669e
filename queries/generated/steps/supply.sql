-- One row per row of loads $first to $last of supply, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.supply where load_id between $first and $last
),
near as (
    select r.*
    from raw.supply as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, district_code, subdistrict, tier, category, channel, as_of from near group by ops_day, district_code, subdistrict, tier, category, channel, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.tier is not distinct from n.tier and t.category is not distinct from n.category and t.channel is not distinct from n.channel and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.district_code is not distinct from o.district_code and n.subdistrict is not distinct from o.subdistrict and n.tier is not distinct from o.tier and n.category is not distinct from o.category and n.channel is not distinct from o.channel and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(unit, load_id) as unit, arg_max(daily_need, load_id) as daily_need, arg_max(opening_stock, load_id) as opening_stock, arg_max(inbound_today, load_id) as inbound_today, arg_max(outbound_today, load_id) as outbound_today, arg_max(loss_today, load_id) as loss_today, arg_max(stock_now, load_id) as stock_now, arg_max(due_today, load_id) as due_today, arg_max(delivered_today, load_id) as delivered_today, arg_max(quality_returns, load_id) as quality_returns, arg_max(vehicles_held, load_id) as vehicles_held
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, district_code := o.district_code, subdistrict := o.subdistrict, tier := o.tier, category := o.category, channel := o.channel, as_of := o.as_of) as named, struct_pack(unit := case when o.takes_back then o.unit else coalesce(o.unit, b.unit) end, daily_need := case when o.takes_back then o.daily_need else coalesce(o.daily_need, b.daily_need) end, opening_stock := case when o.takes_back then o.opening_stock else coalesce(o.opening_stock, b.opening_stock) end, inbound_today := case when o.takes_back then o.inbound_today else coalesce(o.inbound_today, b.inbound_today) end, outbound_today := case when o.takes_back then o.outbound_today else coalesce(o.outbound_today, b.outbound_today) end, loss_today := case when o.takes_back then o.loss_today else coalesce(o.loss_today, b.loss_today) end, stock_now := case when o.takes_back then o.stock_now else coalesce(o.stock_now, b.stock_now) end, due_today := case when o.takes_back then o.due_today else coalesce(o.due_today, b.due_today) end, delivered_today := case when o.takes_back then o.delivered_today else coalesce(o.delivered_today, b.delivered_today) end, quality_returns := case when o.takes_back then o.quality_returns else coalesce(o.quality_returns, b.quality_returns) end, vehicles_held := case when o.takes_back then o.vehicles_held else coalesce(o.vehicles_held, b.vehicles_held) end) as after,
        case when b.own_load is not null then struct_pack(unit := b.unit, daily_need := b.daily_need, opening_stock := b.opening_stock, inbound_today := b.inbound_today, outbound_today := b.outbound_today, loss_today := b.loss_today, stock_now := b.stock_now, due_today := b.due_today, delivered_today := b.delivered_today, quality_returns := b.quality_returns, vehicles_held := b.vehicles_held) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, district_code VARCHAR, subdistrict VARCHAR, tier VARCHAR, category VARCHAR, channel VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.tier is not distinct from n.tier and t.category is not distinct from n.category and t.channel is not distinct from n.channel and t.as_of is not distinct from n.as_of)
