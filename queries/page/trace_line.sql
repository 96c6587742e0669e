-- One row of the line and area asked for: its ledger at the last slot of the day so far.
select
    part,
    level,
    area_code,
    district_code,
    ops_day,
    as_of,
    carry_in,
    new_due,
    done,
    cancelled,
    open,
    oldest_h,
    due,
    case when due > 0 then done / due end as rate,
    deadline_at,
    told_at,
    received_at,
    reported,
    expected
from mart.clearance
where
    line = $figure and area_code = $area and ops_day = $ops_day::date
    and as_of <= $moment::timestamp
order by as_of desc
limit 1
