-- One row per day of one line in one area, from $first_day to $ops_day: its ledger at the last time that was told of.
select
    c.ops_day,
    c.as_of,
    c.due,
    c.done,
    c.open,
    c.reported,
    c.expected
from mart.clearance as c
where
    c.line = $line
    and c.area_code = $area
    and c.ops_day between $first_day::date and $ops_day::date
    and c.as_of <= $moment::timestamp
qualify row_number() over (partition by c.ops_day order by c.as_of desc) = 1
order by c.ops_day
