-- One row per team_id and slot at which it stands; told_at is the slot it was told at.
with told as (
    select * from known.support
),

slot as (
    select ops_day, as_of, count(*) over (partition by ops_day) as slots
    from (select distinct ops_day, as_of from told)
),

spoke as (
    select * from told
),

leaf as (
    select ops_day, team_id, min(as_of) as since, count(*) as times
    from spoke
    group by ops_day, team_id
),

gap as (
    select l.ops_day, l.team_id, s.as_of
    from leaf as l
    inner join slot as s on l.ops_day = s.ops_day and l.since < s.as_of
    where l.times < s.slots
        and not exists (select 1 from spoke as t where t.ops_day = l.ops_day and t.team_id = l.team_id and t.as_of = s.as_of)
),

carried as (
    select g.ops_day, g.team_id, g.as_of, max(t.as_of) as told_at
    from gap as g
    inner join spoke as t on g.ops_day = t.ops_day and g.team_id = t.team_id and t.as_of < g.as_of
    group by g.ops_day, g.team_id, g.as_of
)

select *, as_of as told_at
from spoke
union all
select t.* replace (c.as_of as as_of), t.as_of as told_at
from carried as c
inner join spoke as t on c.ops_day = t.ops_day and c.team_id = t.team_id and c.told_at = t.as_of
