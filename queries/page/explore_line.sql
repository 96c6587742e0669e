-- One row per area of one level and slot: the ledger of one line, over the slots asked for. No area named: all of them.
select
    coalesce(c.district_code, c.area_code) as district_code,
    c.area_code,
    c.as_of,
    c.carry_in,
    c.new_due,
    c.done,
    c.cancelled,
    c.open,
    c.due,
    100 * case when c.due > 0 then c.done / c.due end as rate,
    c.oldest_h,
    c.told_at
from mart.clearance as c
inner join ref.areas as a on c.area_code = a.code
left join ref.areas as d on c.district_code = d.code
where
    c.line = $figure and c.level = $level and c.ops_day = $ops_day::date
    and c.as_of between $since::timestamp and $until::timestamp
    and (len($areas::varchar[]) = 0 or list_contains($areas::varchar[], coalesce(c.district_code, c.area_code)))
order by coalesce(d.sort, a.sort), a.sort, c.as_of
