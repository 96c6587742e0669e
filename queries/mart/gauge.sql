-- One row per gauge, area and slot: its value with the parts it is made of, beside the target in force that day.
select
    r.gauge,
    r.ops_day,
    r.as_of,
    r.level,
    r.area_code,
    r.value,
    r.numer,
    r.denom,
    t.direction,
    t.target,
    t.amber,
    t.red
from mart.reading as r
inner join ref.gauges as g on r.gauge = g.id
left join ref.targets as t on g.metric = t.metric and t.item in (g.item, '') and r.ops_day >= t.valid_from
-- a city total in force alone is the city's figure, not a district's of the same code
where r.level <> 'district' or r.area_code <> (select o.city_code from ref.operation as o)
qualify row_number() over (
    partition by r.gauge, r.ops_day, r.as_of, r.area_code
    order by t.item = g.item desc nulls last, t.valid_from desc
) = 1
