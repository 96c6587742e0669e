-- One row per publication, line and area of these cities, as their own rows give it.
select
    ops_day,
    level,
    city,
    line,
    part,
    area,
    state,
    judge,
    token,
    slot,
    finish_at,
    deadline_at,
    reported_at,
    carry_in,
    due,
    done,
    cancelled,
    open,
    rate,
    late_h,
    reported,
    expected,
    seq
from worked_out
where array_contains($cities, city)
order by level, city, seq, line, area
