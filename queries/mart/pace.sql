-- One row per line, area and slot: its ledger, the pace of the last hours, and the pace that its deadline needs.
-- Rates are medians of the last three steps; a step in which a cumulative figure fell is a restatement and is no rate.
with rule as (
    -- what is notified after this hour is owed the next morning (target M02b), so it is not expected of today
    select
        t.target::integer as notice_hour,
        t.valid_from,
        coalesce(lead(t.valid_from) over (order by t.valid_from), 'infinity'::date) as valid_to
    from ref.targets as t
    where t.metric = 'M02b'
),

told as (
    select
        c.*,
        c.ops_day + to_hours(coalesce(r.notice_hour, 20)) as notice_until,
        date_diff('minute', c.ops_day::timestamp, c.as_of) / 60.0 as hour,
        -- a day's count is 0 at midnight; a round's runs on from a figure that is not this day's
        case when c.in_round then null else 0 end as at_midnight
    from mart.clearance as c
    left join rule as r on c.ops_day >= r.valid_from and c.ops_day < r.valid_to
),

step as (
    select
        *,
        done - lag(done, 1, at_midnight) over day as done_1,
        lag(done, 1, at_midnight) over day - lag(done, 2, at_midnight) over day as done_2,
        lag(done, 2, at_midnight) over day - lag(done, 3, at_midnight) over day as done_3,
        new_due - lag(new_due, 1, at_midnight) over day as new_1,
        lag(new_due, 1, at_midnight) over day - lag(new_due, 2, at_midnight) over day as new_2,
        lag(new_due, 2, at_midnight) over day - lag(new_due, 3, at_midnight) over day as new_3,
        nullif(hour - lag(hour, 1, 0) over day, 0) as hours_1,
        nullif(lag(hour, 1, 0) over day - lag(hour, 2, 0) over day, 0) as hours_2,
        nullif(lag(hour, 2, 0) over day - lag(hour, 3, 0) over day, 0) as hours_3,
        max(case when as_of <= notice_until then new_due end) over day as owed_today
    from told
    window day as (partition by line, ops_day, level, area_code, deadline_at order by as_of)
),

rate as (
    select
        * exclude (hour, at_midnight, done_2, done_3, new_1, new_2, new_3, hours_1, hours_2, hours_3),
        case when done_1 >= 0 then done_1 / hours_1 end as d1,
        case when done_2 >= 0 then done_2 / hours_2 end as d2,
        case when done_3 >= 0 then done_3 / hours_3 end as d3,
        case when new_1 >= 0 then new_1 / hours_1 end as n1,
        case when new_2 >= 0 then new_2 / hours_2 end as n2,
        case when new_3 >= 0 then new_3 / hours_3 end as n3
    from step
),

-- the median of what there is of the three
rated as (
    select
        * exclude (done_1, d1, d2, d3, n1, n2, n3),
        coalesce(done_1 < 0, false) as restated,
        coalesce(
            d1 + d2 + d3 - greatest(d1, d2, d3) - least(d1, d2, d3),
            (coalesce(d1, d2, d3) + coalesce(d3, d2, d1)) / 2
        ) as rate_done,
        coalesce(
            n1 + n2 + n3 - greatest(n1, n2, n3) - least(n1, n2, n3),
            (coalesce(n1, n2, n3) + coalesce(n3, n2, n1)) / 2
        ) as rate_new,
        date_diff('minute', as_of, deadline_at) / 60.0 as hours_left,
        greatest(date_diff('minute', as_of, least(notice_until, deadline_at)) / 60.0, 0) as notice_h
    from rate
),

needed as (
    select
        * exclude (notice_h),
        coalesce(rate_new, 0) * notice_h as expected_new
    from rated
),

paced as (
    select
        * exclude (notice_until, owed_today),
        case when hours_left > 0 then (open + expected_new) / hours_left end as rate_needed,
        case
            when open = 0 then as_of
            when rate_done > 0
                then as_of + to_seconds(round(least((open + expected_new) / rate_done, 2400) * 3600)::bigint)
        end as finish_at,
        -- left at the deadline: strictly all that is open, by rule all but what was notified after the notice hour
        case
            when hours_left > 0 then null
            when in_round or deadline_at <= notice_until then open
            else greatest(open - (new_due - coalesce(owed_today, new_due)), 0)
        end::bigint as overdue
    from needed
)

select
    *,
    case when open > 0 and rate_done > 0 then rate_needed / rate_done end as pace_ratio,
    date_diff('minute', deadline_at, finish_at) / 60.0 as late_h
from paced
