-- One row per city and line of work: how the city stands, of the newest its own board reported by the moment asked.
with rollups as (
    select *
    from read_parquet(getvariable('rollups'), hive_partitioning = false)
    where reported_at <= $known_at
),

newest as (
    select
        city,
        max({'at_time': reported_at, 'seq': seq, 'token': token}) as mark
    from rollups
    group by city
)

select
    r.city,
    r.line,
    r.part,
    r.slot,
    r.due,
    r.done,
    r.cancelled,
    r.open,
    r.rate,
    r.state,
    r.judge,
    r.finish_at,
    r.deadline_at,
    r.late_h,
    r.reported,
    r.expected,
    r.seq,
    r.reported_at
from rollups as r
inner join newest as n on r.city = n.city and r.token = n.mark.token
where r.line in (select unnest($lines))
order by r.city, r.line
