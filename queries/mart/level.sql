-- One row per gauge that is told ahead, area, day and slot: its value.
select
    g.gauge,
    g.area_code,
    g.ops_day,
    g.as_of,
    g.level,
    g.value
from mart.gauge as g
inner join ref.gauges as d on g.gauge = d.id
where d.ahead and g.value is not null
