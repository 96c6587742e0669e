-- One row per key of supply as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.tier, t.category, t.channel, t.as_of, max(t.load_id) as load_id
    from raw.supply as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.tier,
    r.category,
    r.channel,
    arg_max(r.unit, r.load_id) as unit,
    arg_max(r.daily_need, r.load_id) as daily_need,
    arg_max(r.opening_stock, r.load_id) as opening_stock,
    arg_max(r.inbound_today, r.load_id) as inbound_today,
    arg_max(r.outbound_today, r.load_id) as outbound_today,
    arg_max(r.loss_today, r.load_id) as loss_today,
    arg_max(r.stock_now, r.load_id) as stock_now,
    arg_max(r.due_today, r.load_id) as due_today,
    arg_max(r.delivered_today, r.load_id) as delivered_today,
    arg_max(r.quality_returns, r.load_id) as quality_returns,
    arg_max(r.vehicles_held, r.load_id) as vehicles_held,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.supply as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.tier is not distinct from f.tier
    and r.category is not distinct from f.category
    and r.channel is not distinct from f.channel
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.tier, r.category, r.channel, r.as_of
