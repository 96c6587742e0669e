-- One row per line of work: the sums over all cities (none where different parts speak for it), how many stand where,
-- how many do not clear at their present pace, and when the last finishes (none where that of one is not known).
select
    line,
    count(*) as cities,
    case when count(distinct part) = 1 then sum(due) end as due,
    case when count(distinct part) = 1 then sum(done) end as done,
    case when count(distinct part) = 1 then sum(open) end as open,
    case when count(distinct part) = 1 then sum(done) / nullif(sum(due), 0) end as rate,
    case when count(distinct part) = 1 then min(part) end as part,
    count(*) filter (where state = 'will_miss') as will_miss,
    count(*) filter (where state = 'at_risk') as at_risk,
    count(*) filter (where state = 'on_track') as on_track,
    count(*) filter (where state = 'unknown') as unknown,
    count(*) filter (where open > 0 and finish_at is null and state = 'will_miss') as never,
    case when count(*) filter (where open > 0 and finish_at is null) = 0 then max(finish_at) end as finish_at
from standing
group by line
order by line
