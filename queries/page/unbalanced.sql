-- One row per line, district and slot whose ledger does not add up: due less done is not what is told as open.
-- Done beyond due where nothing is open is no gap: it makes up for nothing elsewhere.
select
    c.line,
    c.area_code,
    c.as_of,
    c.due,
    c.done,
    c.open,
    c.left_over - c.open as gap
from (
    select
        d.*,
        case when d.open = 0 then greatest(d.due - d.done, 0) else d.due - d.done end as left_over
    from mart.clearance_of_districts as d
) as c
inner join ref.lines as l on c.line = l.id
inner join ref.areas as a on c.area_code = a.code
where
    c.ops_day = $ops_day::date
    and c.as_of <= $moment::timestamp
    and c.level = 'district'
    and a.level = 'district'
    and len(l.worst_of) = 0
    -- what is counted adds up exactly; what is weighed was rounded on the way
    and abs(c.left_over - c.open) > case when l.unit = 't' then 2 + 0.005 * c.due else 0 end
order by l.sort, c.as_of, a.sort
