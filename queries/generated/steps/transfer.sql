-- One row per row of loads $first to $last of transfer, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.transfer where load_id between $first and $last
),
near as (
    select r.*
    from raw.transfer as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select ops_day, district_code, subdistrict, person_class, as_of from near group by ops_day, district_code, subdistrict, person_class, as_of having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.person_class is not distinct from n.person_class and t.as_of is not distinct from n.as_of)
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on n.ops_day is not distinct from o.ops_day and n.district_code is not distinct from o.district_code and n.subdistrict is not distinct from o.subdistrict and n.person_class is not distinct from o.person_class and n.as_of is not distinct from o.as_of and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, arg_max(carry_in, load_id) as carry_in, arg_max(notified_today, load_id) as notified_today, arg_max(dispatched_today, load_id) as dispatched_today, arg_max(picked_up_today, load_id) as picked_up_today, arg_max(arrived_today, load_id) as arrived_today, arg_max(cancelled_today, load_id) as cancelled_today, arg_max(waiting_now, load_id) as waiting_now, arg_max(in_transit_now, load_id) as in_transit_now, arg_max(unsuitable_now, load_id) as unsuitable_now, arg_max(wait_0_6h, load_id) as wait_0_6h, arg_max(wait_6_12h, load_id) as wait_6_12h, arg_max(wait_12_24h, load_id) as wait_12_24h, arg_max(wait_24h_plus, load_id) as wait_24h_plus, arg_max(oldest_wait_h, load_id) as oldest_wait_h, arg_max(vehicles_available, load_id) as vehicles_available, arg_max(trips_today, load_id) as trips_today, arg_max(new_confirmed_today, load_id) as new_confirmed_today, arg_max(new_asym_today, load_id) as new_asym_today, arg_max(converted_today, load_id) as converted_today, arg_max(community_found_today, load_id) as community_found_today
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, struct_pack(ops_day := o.ops_day, district_code := o.district_code, subdistrict := o.subdistrict, person_class := o.person_class, as_of := o.as_of) as named, struct_pack(carry_in := case when o.takes_back then o.carry_in else coalesce(o.carry_in, b.carry_in) end, notified_today := case when o.takes_back then o.notified_today else coalesce(o.notified_today, b.notified_today) end, dispatched_today := case when o.takes_back then o.dispatched_today else coalesce(o.dispatched_today, b.dispatched_today) end, picked_up_today := case when o.takes_back then o.picked_up_today else coalesce(o.picked_up_today, b.picked_up_today) end, arrived_today := case when o.takes_back then o.arrived_today else coalesce(o.arrived_today, b.arrived_today) end, cancelled_today := case when o.takes_back then o.cancelled_today else coalesce(o.cancelled_today, b.cancelled_today) end, waiting_now := case when o.takes_back then o.waiting_now else coalesce(o.waiting_now, b.waiting_now) end, in_transit_now := case when o.takes_back then o.in_transit_now else coalesce(o.in_transit_now, b.in_transit_now) end, unsuitable_now := case when o.takes_back then o.unsuitable_now else coalesce(o.unsuitable_now, b.unsuitable_now) end, wait_0_6h := case when o.takes_back then o.wait_0_6h else coalesce(o.wait_0_6h, b.wait_0_6h) end, wait_6_12h := case when o.takes_back then o.wait_6_12h else coalesce(o.wait_6_12h, b.wait_6_12h) end, wait_12_24h := case when o.takes_back then o.wait_12_24h else coalesce(o.wait_12_24h, b.wait_12_24h) end, wait_24h_plus := case when o.takes_back then o.wait_24h_plus else coalesce(o.wait_24h_plus, b.wait_24h_plus) end, oldest_wait_h := case when o.takes_back then o.oldest_wait_h else coalesce(o.oldest_wait_h, b.oldest_wait_h) end, vehicles_available := case when o.takes_back then o.vehicles_available else coalesce(o.vehicles_available, b.vehicles_available) end, trips_today := case when o.takes_back then o.trips_today else coalesce(o.trips_today, b.trips_today) end, new_confirmed_today := case when o.takes_back then o.new_confirmed_today else coalesce(o.new_confirmed_today, b.new_confirmed_today) end, new_asym_today := case when o.takes_back then o.new_asym_today else coalesce(o.new_asym_today, b.new_asym_today) end, converted_today := case when o.takes_back then o.converted_today else coalesce(o.converted_today, b.converted_today) end, community_found_today := case when o.takes_back then o.community_found_today else coalesce(o.community_found_today, b.community_found_today) end) as after,
        case when b.own_load is not null then struct_pack(carry_in := b.carry_in, notified_today := b.notified_today, dispatched_today := b.dispatched_today, picked_up_today := b.picked_up_today, arrived_today := b.arrived_today, cancelled_today := b.cancelled_today, waiting_now := b.waiting_now, in_transit_now := b.in_transit_now, unsuitable_now := b.unsuitable_now, wait_0_6h := b.wait_0_6h, wait_6_12h := b.wait_6_12h, wait_12_24h := b.wait_12_24h, wait_24h_plus := b.wait_24h_plus, oldest_wait_h := b.oldest_wait_h, vehicles_available := b.vehicles_available, trips_today := b.trips_today, new_confirmed_today := b.new_confirmed_today, new_asym_today := b.new_asym_today, converted_today := b.converted_today, community_found_today := b.community_found_today) end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct(ops_day DATE, district_code VARCHAR, subdistrict VARCHAR, person_class VARCHAR, as_of TIMESTAMP) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where t.ops_day is not distinct from n.ops_day and t.district_code is not distinct from n.district_code and t.subdistrict is not distinct from n.subdistrict and t.person_class is not distinct from n.person_class and t.as_of is not distinct from n.as_of)
