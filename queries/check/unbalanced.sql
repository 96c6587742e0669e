-- One row per line, leaf area and slot told there at which more, or less, is open than was due and is not done.
-- Of the feeds that tell what is open; elsewhere the board works it out.
select
    'look' as severity,
    l.line as subject,
    l.ops_day,
    l.as_of,
    l.area_code,
    l.open as told,
    l.carry_in + l.new_due - l.done - l.cancelled as ought
from mart.ledger as l
inner join ref.lines as d on l.line = d.id
where
    l.ops_day = $ops_day::date
    and l.told_at = l.as_of
    and l.deadline_at is null
    and d.feed in ('transfer', 'tasks', 'issues')
    and l.open <> l.carry_in + l.new_due - l.done - l.cancelled
order by subject, l.as_of, l.area_code
