-- One row per city and line of work: how the city stands, of the newest its own board reported by the moment asked.
with publication as (
    select distinct
        city,
        token,
        reported_at,
        seq
    from rollups
    where reported_at <= cast($known_at as timestamp)
),

ranked as (
    select
        city,
        token,
        row_number() over (partition by city order by reported_at desc, seq desc, token desc) as place
    from publication
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
inner join ranked as n on r.city = n.city and r.token = n.token
where n.place = 1 and array_contains($lines, r.line)
order by r.city, r.line
