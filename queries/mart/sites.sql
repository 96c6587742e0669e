-- One row per site type, scope, area (city, districts) and slot: places, people by severity and staff, on sums.
-- Partner rooms lie in other provinces: they have their own scope and belong to the city's row alone.
select
    site_type,
    family,
    scope,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, (select o.city_code from ref.operation as o)) as area_code,
    count(*) as sites,
    sum(open_units)::bigint as open_units,
    sum(usable_units)::bigint as usable_units,
    sum(occupied_units)::bigint as occupied_units,
    sum(free_units)::bigint as free_units,
    sum(in_today)::bigint as in_today,
    sum(n_asym)::bigint as n_asym,
    sum(n_mild)::bigint as n_mild,
    sum(n_moderate)::bigint as n_moderate,
    sum(n_severe)::bigint as n_severe,
    sum(n_critical)::bigint as n_critical,
    sum(med_required)::bigint as med_required,
    sum(med_present)::bigint as med_present,
    sum(service_required)::bigint as service_required,
    sum(service_present)::bigint as service_present
from clean.capacity
group by
    grouping sets (
        (site_type, family, scope, ops_day, as_of, district_code), (site_type, family, scope, ops_day, as_of)
    )
having grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o)
