-- One row per gauge, area and slot: its value with the parts it is made of, beside the target in force there that day.
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
    case when h.metric is null then t.target else h.target end as target,
    case when h.metric is null then t.amber else h.amber end as amber,
    case when h.metric is null then t.red else h.red end as red
from mart.reading as r
inner join ref.gauges as g on r.gauge = g.id
left join ref.targets as t on g.metric = t.metric and t.item in (g.item, '') and r.ops_day >= t.valid_from
left join ref.targets_here as h
    on
        t.metric = h.metric and t.item = h.item and r.area_code = h.area
        and r.ops_day >= h.valid_from and r.ops_day <= h.valid_to
-- a city total in force alone is the city's figure, not a district's of the same code
where r.level <> 'district' or r.area_code <> (select o.city_code from ref.operation as o)
qualify row_number() over (
    partition by r.gauge, r.ops_day, r.as_of, r.area_code
    order by t.item = g.item desc nulls last, t.valid_from desc
) = 1
