-- One row per publication, line and area whose figures as published are not those that its city's own rows give: both,
-- side by side; where only one of the two has the row, the other is blank.
select
    coalesce(p.ops_day, w.ops_day) as ops_day,
    coalesce(p.city, w.city) as city,
    coalesce(p.reported_at, w.reported_at) as reported_at,
    coalesce(p.line, w.line) as line,
    coalesce(p.area, w.area) as area,
    coalesce(p.slot, w.slot) as slot,
    p.token is not null as is_published,
    w.token is not null as is_worked_out,
    p.slot as published_slot,
    w.slot as worked_out_slot,
    p.deadline_at as published_deadline_at,
    w.deadline_at as worked_out_deadline_at,
    p.carry_in as published_carry_in,
    w.carry_in as worked_out_carry_in,
    p.due as published_due,
    w.due as worked_out_due,
    p.done as published_done,
    w.done as worked_out_done,
    p.cancelled as published_cancelled,
    w.cancelled as worked_out_cancelled,
    p.open as published_open,
    w.open as worked_out_open,
    p.rate as published_rate,
    w.rate as worked_out_rate,
    p.reported as published_reported,
    w.reported as worked_out_reported,
    p.expected as published_expected,
    w.expected as worked_out_expected
from published as p
full outer join worked_out as w on p.city = w.city and p.token = w.token and p.line = w.line and p.area = w.area
where
    p.token is null
    or w.token is null
    or p.slot is distinct from w.slot
    or p.deadline_at is distinct from w.deadline_at
    or p.carry_in is distinct from w.carry_in
    or p.due is distinct from w.due
    or p.done is distinct from w.done
    or p.cancelled is distinct from w.cancelled
    or p.open is distinct from w.open
    or p.rate is distinct from w.rate
    or p.reported is distinct from w.reported
    or p.expected is distinct from w.expected
order by city, reported_at, line, area
