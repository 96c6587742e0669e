-- One row per line, leaf area and slot told there at which fewer than none are open.
select
    'look' as severity,
    line as subject,
    ops_day,
    as_of,
    area_code,
    open as told,
    0 as ought
from mart.ledger
where ops_day = $ops_day::date and told_at = as_of and open < 0
order by subject, as_of, area_code
