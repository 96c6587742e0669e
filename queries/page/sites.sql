-- One row per area (city, districts), site type and scope at the last slot: places, people by severity, staff.
select
    s.area_code,
    s.site_type,
    s.family,
    s.scope,
    s.as_of,
    s.sites,
    s.open_units,
    s.usable_units,
    s.occupied_units,
    s.free_units,
    s.in_today,
    s.n_asym,
    s.n_mild,
    s.n_moderate,
    s.n_severe,
    s.n_critical,
    s.med_required,
    s.med_present,
    s.service_required,
    s.service_present
from mart.sites as s
inner join ref.areas as a on s.area_code = a.code and s.level = a.level
where s.ops_day = $ops_day::date and s.as_of <= $moment::timestamp
qualify s.as_of = max(s.as_of) over (partition by s.level, s.area_code)
order by a.level, a.sort, s.site_type, s.scope
