-- One row per stage of a serial line, area (city, district) and slot of the day so far: its ledger.
select
    c.line,
    c.area_code,
    c.level,
    c.ops_day,
    c.as_of,
    c.carry_in,
    c.new_due,
    c.cancelled,
    c.done,
    c.open,
    c.due,
    c.deadline_at,
    c.reported,
    c.expected
from mart.clearance_of_districts as c
inner join ref.lines as l on c.line = l.id
where
    c.ops_day = $ops_day::date
    and c.as_of <= $moment::timestamp
    and l.sql in ('stage', 'supply_tier')
order by c.line, c.area_code, c.as_of
