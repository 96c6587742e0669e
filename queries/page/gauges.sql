-- One row per gauge and area (city, districts): its latest value of the day so far, and the target it is held to.
select
    g.gauge,
    g.level,
    g.area_code,
    g.as_of,
    g.value,
    g.numer,
    g.denom,
    g.direction,
    g.target,
    g.amber,
    g.red
from mart.gauge as g
inner join ref.gauges as d on g.gauge = d.id
inner join ref.areas as a on g.area_code = a.code
where g.ops_day = $ops_day::date and g.as_of <= $moment::timestamp
qualify row_number() over (partition by g.gauge, g.area_code order by g.as_of desc) = 1
order by d.sort, a.level, a.sort
