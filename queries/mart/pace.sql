-- One row per line, area and slot: its ledger, the pace of the last hours, and the pace that meeting the deadline needs.
-- Rates are medians of the last three steps; a step in which a cumulative figure fell is a restatement and is no rate.
with rule as (
    -- what is notified after this hour is owed the next morning (target M02b), so it is not expected of today
    select coalesce(max_by(t.target, t.valid_from), 20)::integer as notice_hour
    from ref.targets as t
    where t.metric = 'M02b'
),

step as (
    select
        *,
        -- a day's count is 0 at midnight; a round's runs on from a figure that is not this day's
        done - lag(done, 1, case when in_round then null else 0 end) over day as done_step,
        new_due - lag(new_due, 1, case when in_round then null else 0 end) over day as new_step,
        date_diff('minute', lag(as_of, 1, ops_day::timestamp) over day, as_of) / 60.0 as step_h,
        ops_day + to_hours((select o.notice_hour from rule as o)) as notice_until
    from mart.clearance
    window day as (partition by line, ops_day, area_code, deadline_at order by as_of)
),

rated as (
    select
        * exclude (done_step, new_step, step_h),
        coalesce(done_step < 0, false) as restated,
        median(case when done_step >= 0 and step_h > 0 then done_step / step_h end) over recent as rate_done,
        median(case when new_step >= 0 and step_h > 0 then new_step / step_h end) over recent as rate_new,
        date_diff('minute', as_of, deadline_at) / 60.0 as hours_left,
        greatest(date_diff('minute', as_of, least(notice_until, deadline_at)) / 60.0, 0) as notice_h,
        max(case when as_of <= notice_until then new_due end) over (partition by line, ops_day, area_code) as owed_today
    from step
    window recent as (
        partition by line, ops_day, area_code, deadline_at order by as_of rows between 2 preceding and current row
    )
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
