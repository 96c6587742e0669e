-- One row per line, area and slot: its ledger, what its target lets stay open, and the pace of the last hours.
-- Rates are medians of what there is of the last three steps; one in which a running total fell is no rate.
with rule as (
    -- what is notified after this hour is owed the next morning (target M02b), so it is not expected of today
    select
        t.target as notice_hour,
        t.valid_from,
        coalesce(lead(t.valid_from) over (order by t.valid_from), 'infinity'::date) as valid_to
    from ref.targets as t
    where t.metric = 'M02b'
),

share as (
    -- a share of less than all, reached by the deadline, is enough (coverage of 99 %): the rest may stay open
    select
        t.metric,
        1 - t.target / 100 as stays,
        t.valid_from,
        coalesce(lead(t.valid_from) over (partition by t.metric order by t.valid_from), 'infinity'::date) as valid_to
    from ref.targets as t
    where t.direction = 'clock' and t.unit = 'percent' and t.item = '' and t.scope = 'city'
),

told as (
    select
        c.*,
        -- where no such hour is declared, all that comes by the deadline is owed by it
        coalesce(c.ops_day + to_minutes((r.notice_hour * 60)::integer), c.deadline_at) as notice_until,
        floor(greatest(coalesce(s.stays, 0), 0) * c.due + 1e-9)::bigint as may_stay,
        -- who has not spoken at a slot has no pace there: the hour is that of the last report
        date_diff('minute', c.ops_day::timestamp, coalesce(c.told_at, c.as_of)) / 60.0 as hour,
        -- a day's count is 0 at midnight; a round's runs on from a figure that is not this day's
        case when c.in_round then null else 0 end as at_midnight
    from mart.clearance as c
    inner join ref.lines as l on c.line = l.id
    left join rule as r on c.ops_day >= r.valid_from and c.ops_day < r.valid_to
    left join share as s on l.metric = s.metric and c.ops_day >= s.valid_from and c.ops_day < s.valid_to
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
        case when done_1 >= 0 then done_1 / hours_1 end as rate_last,
        case when done_2 >= 0 then done_2 / hours_2 end as d2,
        case when done_3 >= 0 then done_3 / hours_3 end as d3,
        case when new_1 >= 0 then new_1 / hours_1 end as n1,
        case when new_2 >= 0 then new_2 / hours_2 end as n2,
        case when new_3 >= 0 then new_3 / hours_3 end as n3
    from step
)

select
    * exclude (done_1, d2, d3, n1, n2, n3),
    coalesce(done_1 < 0, false) as restated,
    coalesce(
        rate_last + d2 + d3 - greatest(rate_last, d2, d3) - least(rate_last, d2, d3),
        (coalesce(rate_last, d2, d3) + coalesce(d3, d2, rate_last)) / 2
    ) as rate_done,
    coalesce(
        n1 + n2 + n3 - greatest(n1, n2, n3) - least(n1, n2, n3),
        (coalesce(n1, n2, n3) + coalesce(n3, n2, n1)) / 2
    ) as rate_new
from rate
