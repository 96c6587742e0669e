-- One row per line, day and area (city: no district): how many leaf areas owe a figure there, reported or not.
-- They are those that spoke this day, and all of a district that has said nothing yet.
with city as (
    select o.city_code from ref.operation as o
),

leaf as (
    select distinct
        line,
        ops_day,
        district_code,
        area_code
    from mart.ledger
),

spoke as (
    select
        line,
        ops_day,
        district_code,
        count(*) as leaves,
        bool_or(area_code <> district_code) as by_part
    from leaf
    group by line, ops_day, district_code
),

place as (
    select
        a.code as district_code,
        (
            select count(*) from ref.areas as s
            where s.parent = a.code and not coalesce(s.is_quasi, false)
        ) as parts
    from ref.areas as a
    where a.level = 'district'
),

by_district as (
    select
        line,
        ops_day,
        bool_or(by_part) as by_part
    from spoke
    group by line, ops_day
    having bool_or(district_code <> (select c.city_code from city as c))
),

silent as (
    select
        l.line,
        l.ops_day,
        sum(case when l.by_part then p.parts else 1 end) as leaves
    from by_district as l
    cross join place as p
    anti join spoke as s on l.line = s.line and l.ops_day = s.ops_day and p.district_code = s.district_code
    group by l.line, l.ops_day
)

select
    line,
    ops_day,
    district_code,
    leaves::bigint as expected
from spoke
union all
select
    s.line,
    s.ops_day,
    null as district_code,
    (sum(s.leaves) + coalesce(any_value(q.leaves), 0))::bigint as expected
from spoke as s
left join silent as q on s.line = q.line and s.ops_day = q.ops_day
group by s.line, s.ops_day
