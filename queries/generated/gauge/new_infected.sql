-- One row per area and slot: new infected people today; asymptomatic people now confirmed are not counted again.
select
    null::varchar as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    sum(new_positive)::double as value,
    sum(new_positive)::double as numer,
    null::double as denom
from clean.transfer_outcome
where new_positive is not null
group by grouping sets ((ops_day, as_of, district_code), (ops_day, as_of))
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
