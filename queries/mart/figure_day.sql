-- One row per line or gauge, area (city, district), day and slot: its figure, what is open of a line.
select
    c.line as figure,
    c.area_code,
    c.level,
    c.ops_day,
    c.as_of,
    c.open as value
from mart.clearance_of_districts as c

union all by name

select
    g.gauge as figure,
    g.area_code,
    g.level,
    g.ops_day,
    g.as_of,
    g.value
from mart.gauge as g
where g.level in ('city', 'district') and g.value is not null
