-- One row per city and line of work: how the city stands, of the newest that its own board told by the moment asked.
select
    city,
    line,
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
    told_at
from rollups
where told_at <= $known_at
qualify rank() over (partition by city order by told_at desc, seq desc) = 1
order by city, line
