-- One row per line, district and slot whose ledger does not add up: due less done is not what is told as open.
select
    c.line,
    c.area_code,
    c.as_of,
    c.due,
    c.done,
    c.open,
    c.due - c.done - c.open as gap
from mart.clearance_of_districts as c
inner join ref.lines as l on c.line = l.id
inner join ref.areas as a on c.area_code = a.code
where
    c.ops_day = $ops_day::date
    and c.as_of <= $moment::timestamp
    and c.level = 'district'
    and a.level = 'district'
    and len(l.worst_of) = 0
    -- what is counted adds up exactly; what is weighed was rounded on the way
    and abs(c.due - c.done - c.open) > case when l.unit = 't' then 2 + 0.005 * c.due else 0 end
order by l.sort, c.as_of, a.sort
