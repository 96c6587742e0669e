-- One row per line, area (city, district) and slot: the ledger summed over the leaf areas in force there.
with city as (
    select o.city_code from ref.operation as o
),

district as (
    select
        line,
        ops_day,
        as_of,
        district_code,
        sum(carry_in)::bigint as carry_in,
        sum(new_due)::bigint as new_due,
        sum(done)::bigint as done,
        sum(cancelled)::bigint as cancelled,
        sum(open)::bigint as open,
        max(oldest_h) as oldest_h,
        max(deadline_at) as round_deadline_at,
        max(received_at) as received_at,
        max(told_at) as told_at,
        count(*) filter (where told_at = as_of) as reported
    from mart.ledger
    group by line, ops_day, as_of, district_code
),

summed as (
    select
        line,
        ops_day,
        as_of,
        'city' as level,
        (select c.city_code from city as c) as area_code,
        null as district_code,
        sum(carry_in)::bigint as carry_in,
        sum(new_due)::bigint as new_due,
        sum(done)::bigint as done,
        sum(cancelled)::bigint as cancelled,
        sum(open)::bigint as open,
        max(oldest_h) as oldest_h,
        max(round_deadline_at) as round_deadline_at,
        max(received_at) as received_at,
        max(told_at) as told_at,
        sum(reported)::bigint as reported
    from district
    group by line, ops_day, as_of
    union all by name
    select
        *,
        'district' as level,
        district_code as area_code
    from district
    where district_code <> (select c.city_code from city as c)
),

leaf as (
    select distinct
        line,
        ops_day,
        district_code,
        area_code
    from mart.ledger
),

-- leaf areas that owe a figure: those that spoke this day, and all of a district that has said nothing yet
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
),

owed as (
    select
        line,
        ops_day,
        district_code,
        leaves
    from spoke
    union all
    select
        s.line,
        s.ops_day,
        null as district_code,
        sum(s.leaves) + coalesce(any_value(q.leaves), 0) as leaves
    from spoke as s
    left join silent as q on s.line = q.line and s.ops_day = q.ops_day
    group by s.line, s.ops_day
)

select
    s.*,
    o.leaves::bigint as expected
from summed as s
inner join owed as o
    on s.line = o.line and s.ops_day = o.ops_day and s.district_code is not distinct from o.district_code
