-- One row per area_code, issue_type, source, level, priority and slot at which it stands; told_at is the slot it was told at.
with told as (
    select * from known.issues
),

slot as (
    select ops_day, as_of, count(*) over (partition by ops_day) as slots
    from (select distinct ops_day, as_of from told)
),

district_head as (
    select ops_day, issue_type, source, level, priority, district_code, as_of, bool_or(area_code = district_code) as total, bool_or(area_code <> district_code) as parts
    from told
    group by ops_day, issue_type, source, level, priority, district_code, as_of
),

city_head as (
    select ops_day, issue_type, source, level, priority, as_of, bool_or(district_code = (select o.city_code from ref.operation as o)) as total, bool_or(district_code <> (select o.city_code from ref.operation as o)) as parts
    from district_head
    group by ops_day, issue_type, source, level, priority, as_of
),

spoke as (
    select * from told where area_code <> district_code
    union all
    select t.*
    from told as t
    inner join district_head as d on t.ops_day = d.ops_day and t.issue_type = d.issue_type and t.source = d.source and t.level = d.level and t.priority = d.priority and t.as_of = d.as_of and t.district_code = d.district_code
    inner join city_head as c on t.ops_day = c.ops_day and t.issue_type = c.issue_type and t.source = c.source and t.level = c.level and t.priority = c.priority and t.as_of = c.as_of
    where t.area_code = t.district_code and not d.parts and not (t.district_code = (select o.city_code from ref.operation as o) and c.parts)
),

leaf as (
    select ops_day, area_code, issue_type, source, level, priority, min(as_of) as since, count(*) as times
    from spoke
    group by ops_day, area_code, issue_type, source, level, priority
),

gap as (
    select l.ops_day, l.area_code, l.issue_type, l.source, l.level, l.priority, s.as_of
    from leaf as l
    inner join slot as s on l.ops_day = s.ops_day and l.since < s.as_of
    where l.times < s.slots
        and not exists (select 1 from spoke as t where t.ops_day = l.ops_day and t.area_code = l.area_code and t.issue_type = l.issue_type and t.source = l.source and t.level = l.level and t.priority = l.priority and t.as_of = s.as_of)
),

carried as (
    select g.ops_day, g.area_code, g.issue_type, g.source, g.level, g.priority, g.as_of, max(t.as_of) as told_at
    from gap as g
    inner join spoke as t on g.ops_day = t.ops_day and g.area_code = t.area_code and g.issue_type = t.issue_type and g.source = t.source and g.level = t.level and g.priority = t.priority and t.as_of < g.as_of
    group by g.ops_day, g.area_code, g.issue_type, g.source, g.level, g.priority, g.as_of
)

select *, as_of as told_at
from spoke
union all
select t.* replace (c.as_of as as_of), t.as_of as told_at
from carried as c
inner join spoke as t on c.ops_day = t.ops_day and c.area_code = t.area_code and c.issue_type = t.issue_type and c.source = t.source and c.level = t.level and c.priority = t.priority and c.told_at = t.as_of
where not exists (
    select 1
    from district_head as h
    where h.ops_day = t.ops_day and h.issue_type = t.issue_type and h.source = t.source and h.level = t.level and h.priority = t.priority and h.district_code = t.district_code and h.as_of > c.told_at and h.as_of <= c.as_of
        and case when t.area_code = t.district_code then h.parts else h.total and not h.parts end
)
and not exists (
    select 1
    from city_head as h
    where h.ops_day = t.ops_day and h.issue_type = t.issue_type and h.source = t.source and h.level = t.level and h.priority = t.priority and h.as_of > c.told_at and h.as_of <= c.as_of
        and case when t.district_code = (select o.city_code from ref.operation as o) then h.parts else h.total and not h.parts end
)
