-- One row per line of work of every tier, for the city: its newest slot of the day so far, ledger, pace and finish.
select
    p.line,
    p.as_of,
    p.due,
    p.done,
    p.open,
    case when p.due > 0 then p.done / p.due end as rate,
    p.oldest_h,
    p.deadline_at,
    p.rate_done,
    p.rate_needed,
    p.finish_at
from mart.pace as p
inner join ref.lines as l on p.line = l.id
where p.ops_day = $ops_day::date and p.as_of <= $moment::timestamp and p.level = 'city'
qualify row_number() over (partition by p.line order by p.as_of desc) = 1
order by l.sort
