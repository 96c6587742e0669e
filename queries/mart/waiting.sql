-- One row per person class, area (city, districts) and slot: people by how long they have waited, and the vehicles.
-- The bands count who is waiting or not fit to move; who is on the way has left them. The oldest is a maximum.
select
    person_class,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(wait_0_6h)::bigint as wait_0_6h,
    sum(wait_6_12h)::bigint as wait_6_12h,
    sum(wait_12_24h)::bigint as wait_12_24h,
    sum(wait_24h_plus)::bigint as wait_24h_plus,
    max(oldest_wait_h)::double as oldest_wait_h,
    sum(vehicles_available)::bigint as vehicles,
    sum(trips_today)::bigint as trips,
    sum(picked_up_today)::bigint as picked_up
from clean.transfer
where wait_0_6h is not null
group by grouping sets ((person_class, ops_day, as_of, district_code), (person_class, ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
