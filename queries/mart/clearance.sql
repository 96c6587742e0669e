-- One row per line, area (city, district, subdistrict) and slot: the ledger summed over the leaf areas in force there.
with summed as (
    select
        line,
        ops_day,
        as_of,
        case
            when grouping(area_code) = 0 then 'subdistrict' when grouping(district_code) = 0 then 'district' else 'city'
        end as level,
        coalesce(area_code, district_code, (select o.city_code from ref.operation as o)) as area_code,
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
        count(*) filter (where told_at = as_of) as reported,
        count(*) as expected
    from mart.leaf
    group by grouping sets (
        (line, ops_day, as_of, district_code, area_code),
        (line, ops_day, as_of, district_code),
        (line, ops_day, as_of)
    )
    -- a control total in force alone stands for its area, not for a part of it
    having
        (grouping(area_code) = 1 or area_code <> district_code)
        and (grouping(district_code) = 1 or district_code <> (select o.city_code from ref.operation as o))
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
        s.line as part
    from summed as s
    inner join ref.lines as l on s.line = l.id
),

-- a line that stands for others says what the worst of them says; they are never added up
worst as (
    select
        o.* replace (l.id as line)
    from own as o
    inner join (select id, unnest(worst_of) as part from ref.lines) as l on o.part = l.part
    qualify row_number() over (
        partition by l.id, o.ops_day, o.as_of, o.area_code
        order by case when o.due > 0 then o.done / o.due else 1 end, o.open desc, o.part
    ) = 1
)

select * from own
union all
select * from worst
