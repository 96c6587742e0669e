-- One row per projected line or serial stage, area (city, district), day and slot: its ledger.
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
    (l.tier in ('headline', 'humane') or l.sql in ('stage', 'supply_tier'))
    and len(l.worst_of) = 0
