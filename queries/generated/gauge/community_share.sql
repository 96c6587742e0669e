-- One row per area and slot: positives found in the community out of new infected people (conversions netted), in percent.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    100.0 * sum(community_found) / nullif(sum(new_positive), 0) as value,
    sum(community_found)::double as numer,
    sum(new_positive)::double as denom
from clean.transfer_outcome
where community_found is not null and new_positive is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
