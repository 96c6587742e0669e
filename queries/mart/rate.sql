-- One row per line, area and slot: what it owes, and the pace of the last hours.
-- Rates are medians of what there is of the last three steps; one in which a running total fell is no rate.
-- A line that stands for others has every column of the part that speaks, its course too.
with told as materialized (
    select * from mart.owing
),

step as (
    select
        *,
        done - lag(done, 1, at_midnight) over day as done_1,
        lag(done, 1, at_midnight) over day - lag(done, 2, at_midnight) over day as done_2,
        lag(done, 2, at_midnight) over day - lag(done, 3, at_midnight) over day as done_3,
        -- what a day opens with (its register, its plan, what came by night) does not come again at noon
        new_due - lag(new_due, 1) over day as new_1,
        lag(new_due, 1) over day - lag(new_due, 2) over day as new_2,
        lag(new_due, 2) over day - lag(new_due, 3) over day as new_3,
        nullif(hour - lag(hour, 1, 0) over day, 0) as hours_1,
        nullif(lag(hour, 1, 0) over day - lag(hour, 2, 0) over day, 0) as hours_2,
        nullif(lag(hour, 2, 0) over day - lag(hour, 3, 0) over day, 0) as hours_3,
        max(case when as_of <= notice_until then new_due end) over day as owed_today
    from told
    where part = line
    window day as (partition by line, ops_day, level, area_code, deadline_at order by as_of)
),

rate as (
    select
        * exclude (hour, at_midnight, done_2, done_3, new_1, new_2, new_3, hours_1, hours_2, hours_3),
        case when done_1 >= 0 then done_1 / hours_1 end as rate_last,
        case when done_2 >= 0 then done_2 / hours_2 end as d2,
        case when done_3 >= 0 then done_3 / hours_3 end as d3,
        case when new_1 >= 0 then new_1 / hours_1 end as n1,
        case when new_2 >= 0 then new_2 / hours_2 end as n2,
        case when new_3 >= 0 then new_3 / hours_3 end as n3
    from step
)

select
    r.* exclude (done_1, d2, d3, n1, n2, n3)
    replace (
        t.line as line, t.part as part, t.ops_day as ops_day, t.as_of as as_of, t.level as level,
        t.area_code as area_code, t.district_code as district_code
    ),
    coalesce(done_1 < 0, false) as restated,
    coalesce(
        rate_last + d2 + d3 - greatest(rate_last, d2, d3) - least(rate_last, d2, d3),
        (coalesce(rate_last, d2, d3) + coalesce(d3, d2, rate_last)) / 2
    ) as rate_done,
    coalesce(
        n1 + n2 + n3 - greatest(n1, n2, n3) - least(n1, n2, n3),
        (coalesce(n1, n2, n3) + coalesce(n3, n2, n1)) / 2
    ) as rate_new
from told as t
left join rate as r
    on
        t.part = r.part
        and t.as_of = r.as_of
        and t.level = r.level
        and t.area_code = r.area_code
        and t.ops_day = r.ops_day
