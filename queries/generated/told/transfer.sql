-- One row per row of transfer ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),
known as (
    select * from raw.transfer where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on s.ops_day is not distinct from r.ops_day and s.district_code is not distinct from r.district_code and s.subdistrict is not distinct from r.subdistrict and s.person_class is not distinct from r.person_class and s.as_of is not distinct from r.as_of and r.load_id <= s.load_id
)
select of_load, of_line, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (carry_in is not null) as carry_in, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (notified_today is not null) as notified_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (dispatched_today is not null) as dispatched_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (picked_up_today is not null) as picked_up_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (arrived_today is not null) as arrived_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (cancelled_today is not null) as cancelled_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (waiting_now is not null) as waiting_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (in_transit_now is not null) as in_transit_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (unsuitable_now is not null) as unsuitable_now, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (wait_0_6h is not null) as wait_0_6h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (wait_6_12h is not null) as wait_6_12h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (wait_12_24h is not null) as wait_12_24h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (wait_24h_plus is not null) as wait_24h_plus, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (oldest_wait_h is not null) as oldest_wait_h, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (vehicles_available is not null) as vehicles_available, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (trips_today is not null) as trips_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (new_confirmed_today is not null) as new_confirmed_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (new_asym_today is not null) as new_asym_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (converted_today is not null) as converted_today, arg_max({load_id: load_id, row_no: row_no}, load_id) filter (community_found_today is not null) as community_found_today
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1
