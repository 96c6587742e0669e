-- One row per area (city, districts): positives by how long they wait at the last slot, and the vehicles they need.
-- Vehicles needed: as many more as the needed pace is above the present one, if each goes on moving as many people.
select
    w.area_code,
    w.as_of,
    w.wait_0_6h,
    w.wait_6_12h,
    w.wait_12_24h,
    w.wait_24h_plus,
    w.oldest_wait_h,
    w.vehicles,
    w.trips,
    w.picked_up,
    case when p.to_do > 0 and p.rate_done > 0 then w.vehicles * p.rate_needed / p.rate_done end as vehicles_needed
from mart.waiting as w
inner join ref.areas as a on w.area_code = a.code and w.level = a.level
left join mart.pace_of_districts as p
    on
        w.ops_day = p.ops_day and w.as_of = p.as_of and w.area_code = p.area_code and w.level = p.level
        and p.line = 'transfer'
where w.person_class = 'POS' and w.ops_day = $ops_day::date and w.as_of <= $moment::timestamp
qualify row_number() over (partition by w.level, w.area_code order by w.as_of desc) = 1
order by a.level, a.sort
