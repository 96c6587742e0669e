-- One row per gauge of those asked for, area (city, districts) and report time of the day so far, with its target.
select
    g.gauge,
    g.level,
    g.area_code,
    g.as_of,
    g.value,
    g.direction,
    g.target,
    g.amber,
    g.red
from mart.gauge as g
inner join ref.gauges as d on g.gauge = d.id
inner join ref.areas as a on g.area_code = a.code
where
    g.ops_day = $ops_day::date and g.as_of <= $moment::timestamp
    and list_contains($gauges::varchar[], g.gauge)
order by d.sort, a.level, a.sort, g.as_of
