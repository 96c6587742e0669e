-- One row of the gauge and area asked for: its value at the last slot of the day so far, and its target.
select
    level,
    area_code,
    ops_day,
    as_of,
    value,
    numer,
    denom,
    target,
    amber,
    red
from mart.gauge
where
    gauge = $figure and area_code = $area and ops_day = $ops_day::date
    and as_of <= $moment::timestamp
order by as_of desc
limit 1
