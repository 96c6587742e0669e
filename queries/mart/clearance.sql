-- One row per line, area (city, district, subdistrict) and slot: what is owed, done and open there, and its deadline.
with figure as not materialized (
    select * from mart.summed
    union all by name
    select * from mart.leaf
),

own as not materialized (
    select
        f.* exclude (round_deadline_at),
        f.carry_in + f.new_due - f.cancelled as due,
        coalesce(f.round_deadline_at, f.ops_day + to_minutes(l.due_min)) as deadline_at,
        f.round_deadline_at is not null as in_round,
        f.line as part
    from figure as f
    inner join mart.deadline as l on f.line = l.line
),

-- A line that stands for others says what the worst of them says; they are never added up. One that nobody reported is
-- not fine: it is the worst.
part as (
    select
        l.id,
        unnest(l.worst_of) as part
    from ref.lines as l
),

spoke as not materialized (
    select
        p.id,
        o.* exclude (line)
    from own as o
    inner join part as p on o.line = p.part
),

asked as (
    select distinct
        id,
        ops_day,
        as_of,
        level,
        area_code,
        district_code
    from spoke
),

worst as (
    select
        a.id as line,
        a.ops_day,
        a.as_of,
        a.level,
        a.area_code,
        a.district_code,
        s.* exclude (id, ops_day, as_of, level, area_code, district_code, part),
        p.part
    from asked as a
    inner join part as p on a.id = p.id
    left join spoke as s
        on
            a.id = s.id and p.part = s.part and a.ops_day = s.ops_day and a.as_of = s.as_of
            and a.level = s.level and a.area_code = s.area_code
    qualify row_number() over (
        partition by a.id, a.ops_day, a.as_of, a.level, a.area_code
        order by case when s.part is null then -1 when s.due > 0 then s.done / s.due else 1 end, s.open desc, p.part asc
    ) = 1
)

select * from own
union all by name
select * from worst
