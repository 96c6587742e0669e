-- One row per line, area (city, district), day and slot: what its reports say is open, and what of it is to be done.
select
    p.line,
    p.area_code,
    p.level,
    p.ops_day,
    p.as_of,
    p.told_at,
    p.reported,
    p.expected,
    p.open,
    p.to_do
from mart.pace_of_districts as p
where p.level in ('city', 'district')
