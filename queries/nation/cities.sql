-- One row per city and line of work: how the city stands, of the newest that its own board reported by the moment asked.
select
    city,
    line,
    part,
    slot,
    due,
    done,
    cancelled,
    open,
    rate,
    state,
    judge,
    finish_at,
    deadline_at,
    late_h,
    reported,
    expected,
    seq,
    reported_at
from rollups
where reported_at <= $known_at
qualify rank() over (partition by city order by reported_at desc, seq desc, token desc) = 1
order by city, line
