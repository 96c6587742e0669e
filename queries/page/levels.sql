-- One row per gauge that is told ahead, area and day from $first_day to $ops_day: the last value of that day.
select
    g.gauge,
    g.level,
    g.area_code,
    g.ops_day,
    g.value
from mart.level as g
inner join ref.gauges as d on g.gauge = d.id
inner join ref.areas as a on g.area_code = a.code
where
    g.ops_day between $first_day::date and $ops_day::date
    and g.as_of <= $moment::timestamp
qualify row_number() over (partition by g.gauge, g.area_code, g.ops_day order by g.as_of desc) = 1
order by d.sort, a.level, a.sort, g.ops_day
