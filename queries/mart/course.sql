-- One row per line that speaks for itself, district and report at which all of its places had spoken: what was done.
select
    c.line,
    c.area_code,
    c.ops_day,
    c.as_of,
    c.done
from mart.clearance_of_districts as c
inner join ref.areas as a on c.area_code = a.code and a.level = 'district'
where c.part = c.line and c.reported >= c.expected and c.due is not null
