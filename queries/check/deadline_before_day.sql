-- One row per line and area told on a day whose deadline had passed before that day began: its round is over.
select
    'look' as severity,
    line as subject,
    ops_day,
    deadline_at as as_of,
    area_code,
    max(open) as told,
    0 as ought
from mart.ledger
where ops_day = $ops_day::date and told_at = as_of and deadline_at <= ops_day
group by line, ops_day, deadline_at, area_code
order by subject, as_of, area_code
