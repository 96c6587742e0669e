-- One row: the value of one gauge in one area, at the last slot of the day so far, with the target it is held to.
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
