-- One row per projected line or stage, area (city, district), day from $first_day to $ops_day and slot: its ledger.
select
    line,
    area_code,
    level,
    ops_day,
    as_of,
    carry_in,
    new_due,
    cancelled,
    done,
    open,
    due,
    deadline_at,
    reported,
    expected
from mart.before
where ops_day between $first_day::date and $ops_day::date
order by line, area_code, as_of
