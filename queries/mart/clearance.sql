-- One row per line, area (city, district, subdistrict) and slot: the ledger summed over the leaf areas in force there.
with city as (
    select o.city_code from ref.operation as o
),

summed as (
    select
        line,
        ops_day,
        as_of,
        case
            when grouping(area_code) = 0 then 'subdistrict' when grouping(district_code) = 0 then 'district' else 'city'
        end as level,
        coalesce(area_code, district_code, (select c.city_code from city as c)) as area_code,
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
    group by grouping sets (
        (line, ops_day, as_of, district_code, area_code),
        (line, ops_day, as_of, district_code),
        (line, ops_day, as_of)
    )
    -- a control total in force alone stands for its area, not for a part of it
    having
        (grouping(area_code) = 1 or area_code <> district_code)
        and (grouping(district_code) = 1 or district_code <> (select c.city_code from city as c))
),

-- leaf areas that owe a figure: those of the day, and all of a district that has said nothing yet
leaves as (
    select
        line,
        ops_day,
        district_code,
        count(distinct area_code) as leaves,
        bool_or(area_code <> district_code) as by_part,
        bool_or(district_code <> (select c.city_code from city as c)) as by_district
    from mart.ledger
    group by line, ops_day, district_code
),

silent as (
    select
        l.line,
        l.ops_day,
        sum(case when l.by_part then d.parts else 1 end) as leaves
    from (
        select line, ops_day, bool_or(by_part) as by_part, list(district_code) as spoke
        from leaves
        group by line, ops_day
        having bool_or(by_district)
    ) as l
    cross join (
        select
            a.code,
            (select count(*) from ref.areas as s where s.parent = a.code and not coalesce(s.is_quasi, false)) as parts
        from ref.areas as a
        where a.level = 'district'
    ) as d
    where not list_contains(l.spoke, d.code)
    group by l.line, l.ops_day
),

owed as (
    select line, ops_day, district_code, leaves from leaves
    union all
    select l.line, l.ops_day, null as district_code, sum(l.leaves) + coalesce(any_value(s.leaves), 0) as leaves
    from leaves as l
    left join silent as s on l.line = s.line and l.ops_day = s.ops_day
    group by l.line, l.ops_day
),

own as (
    select
        s.* exclude (round_deadline_at),
        s.carry_in + s.new_due - s.cancelled as due,
        coalesce(
            s.round_deadline_at,
            s.ops_day + to_hours(split_part(l.deadline, ':', 1)::integer)
            + to_minutes(split_part(l.deadline, ':', 2)::integer)
        ) as deadline_at,
        s.round_deadline_at is not null as in_round,
        case when s.level = 'subdistrict' then 1 else o.leaves end::bigint as expected,
        s.line as part
    from summed as s
    inner join ref.lines as l on s.line = l.id
    inner join owed as o
        on s.line = o.line and s.ops_day = o.ops_day and s.district_code is not distinct from o.district_code
),

-- A line that stands for others says what the worst of them says; they are never added up. One that nobody reported is
-- not fine: it is the worst.
part as (
    select l.id, unnest(l.worst_of) as part
    from ref.lines as l
),

place as (
    select distinct p.id, o.ops_day, o.as_of, o.level, o.area_code, o.district_code
    from own as o
    inner join part as p on o.line = p.part
),

worst as (
    select
        p.id as line,
        p.ops_day,
        p.as_of,
        p.level,
        p.area_code,
        p.district_code,
        o.* exclude (line, ops_day, as_of, level, area_code, district_code, part),
        w.part
    from place as p
    inner join part as w on p.id = w.id
    left join own as o
        on w.part = o.line and p.ops_day = o.ops_day and p.as_of = o.as_of and p.area_code = o.area_code
    qualify row_number() over (
        partition by p.id, p.ops_day, p.as_of, p.area_code
        order by case when o.line is null then -1 when o.due > 0 then o.done / o.due else 1 end, o.open desc, w.part
    ) = 1
)

select * from own
union all by name
select * from worst
