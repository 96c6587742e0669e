-- One row per line of work: the nation's sums, how many cities stand where, and when the last of them finishes.
select
    line,
    count(*) as cities,
    sum(due) as due,
    sum(done) as done,
    sum(open) as open,
    sum(done) / nullif(sum(due), 0) as rate,
    count(*) filter (where state = 'will_miss') as will_miss,
    count(*) filter (where state = 'at_risk') as at_risk,
    count(*) filter (where state = 'on_track') as on_track,
    count(*) filter (where state = 'unknown') as unknown,
    case when count(*) filter (where open > 0 and finish_at is null) = 0 then max(finish_at) end as finish_at
from standing
group by line
order by line
