-- One row per area of one level and slot: one gauge over the slots asked for. No area named: all of them.
select
    g.area_code as district_code,
    g.area_code,
    g.as_of,
    g.value,
    g.numer,
    g.denom
from mart.gauge as g
inner join ref.areas as a on g.area_code = a.code
where
    g.gauge = $figure and g.level = $level and g.ops_day = $ops_day::date
    and g.as_of between $since::timestamp and $until::timestamp
    and (len($areas::varchar[]) = 0 or list_contains($areas::varchar[], g.area_code))
order by a.sort, g.as_of
