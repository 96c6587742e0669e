-- One row per area_code and slot at which it stands; told_at is the slot it was told at.
with told as (
    select *, ops_day + interval 24 hour as as_of from known.bulletin
),

slot as (
    select ops_day, as_of, count(*) over (partition by ops_day) as slots
    from (select distinct ops_day, as_of from told)
),

district_head as (
    select ops_day, district_code, as_of, bool_or(area_code = district_code) as total, bool_or(area_code <> district_code) as parts
    from told
    group by ops_day, district_code, as_of
),

city_head as (
    select ops_day, as_of, bool_or(district_code = (select o.city_code from ref.operation as o)) as total, bool_or(district_code <> (select o.city_code from ref.operation as o)) as parts
    from district_head
    group by ops_day, as_of
),

spoke as (
    select * from told where area_code <> district_code
    union all
    select t.*
    from told as t
    inner join district_head as d on t.ops_day = d.ops_day and t.as_of = d.as_of and t.district_code = d.district_code
    inner join city_head as c on t.ops_day = c.ops_day and t.as_of = c.as_of
    where t.area_code = t.district_code and not d.parts and not (t.district_code = (select o.city_code from ref.operation as o) and c.parts)
),

leaf as (
    select ops_day, area_code, min(as_of) as since, count(*) as times
    from spoke
    group by ops_day, area_code
),

gap as (
    select l.ops_day, l.area_code, s.as_of
    from leaf as l
    inner join slot as s on l.ops_day = s.ops_day and l.since < s.as_of
    where l.times < s.slots
        and not exists (select 1 from spoke as t where t.ops_day = l.ops_day and t.area_code = l.area_code and t.as_of = s.as_of)
),

carried as (
    select g.ops_day, g.area_code, g.as_of, max(t.as_of) as told_at
    from gap as g
    inner join spoke as t on g.ops_day = t.ops_day and g.area_code = t.area_code and t.as_of < g.as_of
    group by g.ops_day, g.area_code, g.as_of
)

select *, as_of as told_at
from spoke
union all
select t.* replace (c.as_of as as_of), t.as_of as told_at
from carried as c
inner join spoke as t on c.ops_day = t.ops_day and c.area_code = t.area_code and c.told_at = t.as_of
where not exists (
    select 1
    from district_head as h
    where h.ops_day = t.ops_day and h.district_code = t.district_code and h.as_of > c.told_at and h.as_of <= c.as_of
        and case when t.area_code = t.district_code then h.parts else h.total and not h.parts end
)
and not exists (
    select 1
    from city_head as h
    where h.ops_day = t.ops_day and h.as_of > c.told_at and h.as_of <= c.as_of
        and case when t.district_code = (select o.city_code from ref.operation as o) then h.parts else h.total and not h.parts end
)
