-- One row per line, leaf area and slot: the figure in force there, told at this slot or carried on from an earlier one.
-- A figure is carried no further than the moment its place speaks again, its district starts a newer round, or a
-- control total and the parts it stands for take turns: both would be added.
with told as (
    select
        *,
        area_code = district_code as is_total,
        district_code = (select o.city_code from ref.operation as o) as is_city
    from mart.ledger
),

head as (
    select
        line,
        ops_day,
        district_code,
        as_of,
        is_city,
        max(deadline_at) as deadline_at,
        bool_or(is_total) as has_total,
        bool_or(not is_total) as has_parts
    from told
    group by line, ops_day, district_code, as_of, is_city
),

slot as (
    select
        line,
        ops_day,
        as_of,
        bool_or(is_city) as has_city,
        bool_or(not is_city) as has_rest
    from head
    group by line, ops_day, as_of
),

-- when the city's own total starts to speak alone, or stops
city_turn as (
    select
        s.line,
        s.ops_day,
        s.as_of,
        min(n.as_of) filter (where n.has_city and not s.has_city) as city_from,
        min(n.as_of) filter (where n.has_rest and not s.has_rest) as rest_from
    from slot as s
    inner join slot as n on s.line = n.line and s.ops_day = n.ops_day and s.as_of < n.as_of
    group by s.line, s.ops_day, s.as_of
),

turn as (
    select
        h.line,
        h.ops_day,
        h.district_code,
        h.as_of,
        min(n.as_of) filter (where n.deadline_at > h.deadline_at) as round_from,
        min(n.as_of) filter (where n.has_total and not h.has_total) as total_from,
        min(n.as_of) filter (where n.has_parts and not h.has_parts) as parts_from
    from head as h
    inner join head as n
        on h.line = n.line and h.ops_day = n.ops_day and h.district_code = n.district_code and h.as_of < n.as_of
    group by h.line, h.ops_day, h.district_code, h.as_of
),

lasting as (
    select
        t.*,
        least(
            lead(t.as_of) over (partition by t.line, t.ops_day, t.area_code order by t.as_of),
            d.round_from,
            case when t.is_total then d.parts_from else d.total_from end,
            case when t.is_city then c.rest_from else c.city_from end
        ) as until
    from told as t
    left join turn as d
        on t.line = d.line and t.ops_day = d.ops_day and t.district_code = d.district_code and t.as_of = d.as_of
    left join city_turn as c on t.line = c.line and t.ops_day = c.ops_day and t.as_of = c.as_of
)

select
    l.* exclude (as_of, is_total, is_city, until),
    s.as_of,
    l.as_of as told_at,
    l.is_city
from lasting as l
inner join slot as s
    on l.line = s.line and l.ops_day = s.ops_day and l.as_of <= s.as_of and (l.until is null or s.as_of < l.until)
