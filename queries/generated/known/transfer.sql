-- One row per key of transfer as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.person_class, t.as_of, max(t.load_id) as load_id
    from raw.transfer as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.person_class,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.notified_today, r.load_id) as notified_today,
    arg_max(r.dispatched_today, r.load_id) as dispatched_today,
    arg_max(r.picked_up_today, r.load_id) as picked_up_today,
    arg_max(r.arrived_today, r.load_id) as arrived_today,
    arg_max(r.cancelled_today, r.load_id) as cancelled_today,
    arg_max(r.waiting_now, r.load_id) as waiting_now,
    arg_max(r.in_transit_now, r.load_id) as in_transit_now,
    arg_max(r.unsuitable_now, r.load_id) as unsuitable_now,
    arg_max(r.wait_0_6h, r.load_id) as wait_0_6h,
    arg_max(r.wait_6_12h, r.load_id) as wait_6_12h,
    arg_max(r.wait_12_24h, r.load_id) as wait_12_24h,
    arg_max(r.wait_24h_plus, r.load_id) as wait_24h_plus,
    arg_max(r.oldest_wait_h, r.load_id) as oldest_wait_h,
    arg_max(r.vehicles_available, r.load_id) as vehicles_available,
    arg_max(r.trips_today, r.load_id) as trips_today,
    arg_max(r.new_confirmed_today, r.load_id) as new_confirmed_today,
    arg_max(r.new_asym_today, r.load_id) as new_asym_today,
    arg_max(r.converted_today, r.load_id) as converted_today,
    arg_max(r.community_found_today, r.load_id) as community_found_today,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.transfer as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.person_class is not distinct from f.person_class
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.person_class, r.as_of
