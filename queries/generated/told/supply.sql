-- One row per row of supply ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.supply where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.district_code is not distinct from r.district_code and s.subdistrict is not distinct from r.subdistrict and s.tier is not distinct from r.tier and s.category is not distinct from r.category and s.channel is not distinct from r.channel and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (daily_need is not null) as daily_need, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (opening_stock is not null) as opening_stock, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (inbound_today is not null) as inbound_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (outbound_today is not null) as outbound_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (loss_today is not null) as loss_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (stock_now is not null) as stock_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (due_today is not null) as due_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (delivered_today is not null) as delivered_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (quality_returns is not null) as quality_returns, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (vehicles_held is not null) as vehicles_held
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
