-- One row per issue type, priority and level that holds it, in one area: what is open by age at the day's last slot.
select
    issue_type,
    priority,
    held_by,
    as_of,
    open,
    open_0_4h,
    open_4_12h,
    open_12_24h,
    open_24h_plus,
    oldest_h,
    escalated
from mart.blockage
where ops_day = $ops_day::date and as_of <= $moment::timestamp and area_code = $area
qualify as_of = max(as_of) over ()
order by priority, issue_type, held_by
