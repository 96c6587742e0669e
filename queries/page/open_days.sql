-- One row per line, area (city, district), day from $first_day to $ops_day and slot: what its reports say is open.
select
    line,
    area_code,
    level,
    ops_day,
    as_of,
    told_at,
    reported,
    expected,
    open,
    to_do
from mart.open_day
where ops_day between $first_day::date and $ops_day::date
order by line, area_code, as_of
