-- One row per line, area and slot: its ledger, the pace of the last hours, and the pace that meeting the deadline needs.
-- Rates are medians of the last three steps; a step in which a cumulative figure fell is a restatement and is no rate.
with step as (
    select
        *,
        done - lag(done, 1, case when part_of_round then null else 0 end) over day as done_step,
        new_due - lag(new_due, 1, case when part_of_round then null else 0 end) over day as new_step,
        date_diff('minute', lag(as_of, 1, ops_day::timestamp) over day, as_of) / 60.0 as step_h
    from (
        select c.*, l.deadline_at is not null as part_of_round
        from mart.clearance as c
        left join (
            select line, ops_day, max(deadline_at) as deadline_at from mart.ledger group by line, ops_day
        ) as l on c.part = l.line and c.ops_day = l.ops_day
    )
    window day as (partition by line, ops_day, area_code order by as_of)
),

rated as (
    select
        * exclude (done_step, new_step, step_h, part_of_round),
        coalesce(done_step < 0, false) as restated,
        median(case when done_step >= 0 and step_h > 0 then done_step / step_h end) over recent as rate_done,
        median(case when new_step >= 0 and step_h > 0 then new_step / step_h end) over recent as rate_new,
        date_diff('minute', as_of, deadline_at) / 60.0 as hours_left,
        -- dues notified after 20:00 are owed the next morning (by rule), so none are expected later than that
        greatest(date_diff('minute', as_of, ops_day + to_hours(20)) / 60.0, 0) as new_h
    from step
    window recent as (partition by line, ops_day, area_code order by as_of rows between 2 preceding and current row)
),

needed as (
    select
        * exclude (new_h),
        coalesce(rate_new, 0) * least(new_h, greatest(hours_left, 0)) as expected_new
    from rated
),

paced as (
    select
        *,
        case when hours_left > 0 then (open + expected_new) / hours_left end as rate_needed,
        case
            when open = 0 then as_of
            when rate_done > 0
                then as_of + to_seconds(round(least((open + expected_new) / rate_done, 2400) * 3600)::bigint)
        end as finish_at
    from needed
)

select
    *,
    case when open > 0 and rate_done > 0 then rate_needed / rate_done end as pace_ratio,
    date_diff('minute', deadline_at, finish_at) / 60.0 as late_h
from paced
